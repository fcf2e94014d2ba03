// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a request came to.
enum JanusReply: Hashable, Sendable {
    /// Done; `id` of what was made, if anything was.
    case done(id: UInt64?)
    case room(VideoRoomData, SessionDescription?)
    case failed(JanusFailure)
}
