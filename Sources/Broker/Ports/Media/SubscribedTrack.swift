// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// A media section of an offer to a subscriber.
public struct SubscribedTrack: Hashable, Sendable {
    public let mid: String
    public let track: Track

    public init(mid: String, track: Track) {
        self.mid = mid
        self.track = track
    }
}
