// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a session asks of the media server by way of its room.
public enum MediaRequest: Sendable {
    case publish(sdp: String, tracks: [OfferedTrack], isFresh: Bool)
    case unpublish
    case subscribe([TrackWish], isFresh: Bool)
    case answer(revision: UInt64, sdp: String)
    case candidates(MediaSide, [ICECandidate])
}
