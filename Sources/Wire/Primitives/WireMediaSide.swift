// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One of the two connections that a session has with the media server.
public enum WireMediaSide: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    case publish
    case subscribe
}
