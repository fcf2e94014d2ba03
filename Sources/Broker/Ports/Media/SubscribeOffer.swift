// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An offer to a subscriber.
public struct SubscribeOffer: Hashable, Sendable {
    /// Goes up with each offer to the session; the answer names it.
    public let revision: UInt64
    /// Whether it begins a new connection.
    public let isFresh: Bool
    public let sdp: String
    /// All that the connection carries from now on, by media section.
    public let tracks: [SubscribedTrack]

    public init(revision: UInt64, isFresh: Bool, sdp: String, tracks: [SubscribedTrack]) {
        self.revision = revision
        self.isFresh = isFresh
        self.sdp = sdp
        self.tracks = tracks
    }
}
