// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a track shows or sounds like; a session publishes at most one of each.
public enum WireTrackKind: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
    case microphone
    case camera
    case screen
    /// The sound of what is on the shared screen.
    case screenAudio
}
