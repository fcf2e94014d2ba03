// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a track shows or sounds like; a session publishes at most one of each.
public enum TrackKind: UInt8, Hashable, Comparable, CaseIterable, Sendable {
    case microphone = 1
    case camera = 2
    case screen = 3
    /// The sound of what is on the shared screen.
    case screenAudio = 4

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// One track that a session publishes, or may publish.
public struct Track: Hashable, Comparable, Sendable {
    public let session: SessionID
    public let kind: TrackKind

    public init(_ kind: TrackKind, of session: SessionID) {
        self.session = session
        self.kind = kind
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.session, lhs.kind) < (rhs.session, rhs.kind)
    }
}

/// How much of a picture a subscriber wants, where its publisher sends it in several sizes (simulcast).
public enum TrackLayer: UInt8, Hashable, CaseIterable, Sendable {
    case low = 0
    case medium = 1
    case high = 2
}

/// One track that a session wants to get.
public struct TrackWish: Hashable, Sendable {
    public let track: Track
    /// Of no account where there is only one size, and for sound.
    public let layer: TrackLayer

    public init(_ track: Track, layer: TrackLayer) {
        self.track = track
        self.layer = layer
    }
}
