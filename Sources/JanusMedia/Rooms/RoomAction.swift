// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker

/// What a ``MediaRoom`` wants done, in the order in which it is to be done.
enum RoomAction: Hashable, Sendable {
    /// Answer with `answered`.
    case attach(HandleKey)
    /// Answer with `answered`.
    case ask(HandleKey, handle: UInt64, VideoRoomRequest, SessionDescription?)
    /// About the room as such; answer with `roomAnswered`.
    case askRoom(VideoRoomRequest)
    case trickle(handle: UInt64, [ICECandidate])
    case detach(handle: UInt64)
    case tell(MediaEvent)
}
