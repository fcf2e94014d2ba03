// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What VideoRoom says inside of an answer or an event.
struct VideoRoomData: Hashable, Sendable {
    /// Its member `videoroom`: `joined`, `attached`, `updated`, `updating`, `event`, `success` and others.
    var kind = ""
    var errorCode: Int?
    var error: String?
    /// Nil where there is no such member; sections in their order else.
    var streams: [VideoRoomStream]?
    /// It has left the room for this reason.
    var leavingReason: String?
}
