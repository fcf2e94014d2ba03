// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why an offer was not taken.
public enum PublishRefusal: Hashable, Sendable {
    /// The media server did not accept it; its own words, for programmers.
    case unacceptable(String)
    /// The media server is gone or does not answer.
    case unavailable
}
