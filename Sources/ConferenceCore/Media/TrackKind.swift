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
