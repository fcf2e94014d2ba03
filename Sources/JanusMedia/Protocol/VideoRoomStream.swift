// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A media section as VideoRoom describes it, of a publisher or of a subscriber.
struct VideoRoomStream: Hashable, Sendable {
    var mid: String
    /// Nothing passes: its codec is none of the room's, or it is inactive.
    var isDisabled = false
    /// A publisher's own words for it: the name of the track's kind.
    var description: String?
    /// Of a subscriber's section: whose it is; nil while it carries nothing.
    var feed: String?
    var feedMid: String?
    var feedDescription: String?
}
