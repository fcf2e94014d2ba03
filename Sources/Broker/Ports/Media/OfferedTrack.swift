// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// A media section of a publisher's offer.
public struct OfferedTrack: Hashable, Sendable {
    public let mid: String
    public let kind: TrackKind

    public init(mid: String, kind: TrackKind) {
        self.mid = mid
        self.kind = kind
    }
}
