// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A publisher's offer.
public struct PublishOffer: Hashable, Sendable {
    /// Names the answer.
    public let request: UInt64
    public let sdp: String
    /// The offer's media sections (RFC 5888 `mid`) and what they carry; sections that are not named carry nothing.
    public let tracks: [OfferedTrack]
    /// Whether the connection is a new one; otherwise it is the one of the last offer, changed.
    public let isFresh: Bool

    public init(request: UInt64, sdp: String, tracks: [OfferedTrack], isFresh: Bool) {
        self.request = request
        self.sdp = sdp
        self.tracks = tracks
        self.isFresh = isFresh
    }
}
