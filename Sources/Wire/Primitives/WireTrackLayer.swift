// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How much of a picture a subscriber wants, where its publisher sends it in several sizes.
public enum WireTrackLayer: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    case low
    case medium
    case high
}
