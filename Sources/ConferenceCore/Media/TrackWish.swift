// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

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
