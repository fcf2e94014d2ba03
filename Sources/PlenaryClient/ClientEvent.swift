// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What a session tells, in the order in which it happened.
public enum ClientEvent: Hashable, Sendable {
    /// Signed in; the first time, and whenever a session could not be resumed.
    case signedIn(AuthenticateResult)
    /// More want to join than the room lets in at once: the session has a place and joins by itself after `wait`.
    ///
    /// The place survives a reconnect; `room.leave` gives it up. `position` counts from 1, which is the next.
    case queued(position: UInt32, wait: Duration)
    /// Seated. The streams `room`, `summary` and `self` begin with a reset each.
    ///
    /// - isRejoin: The earlier seat was gone and the client has joined again by itself.
    case joined(JoinRoomResult, isRejoin: Bool)
    /// The session goes on with a new connection; what was missed follows, each message once.
    case resumed(ResumeResult)
    /// Something was told. Of each stream without a gap and without repetition, or set anew by `stream.reset`.
    case push(ServerPush)
    /// The connection is gone; another will be opened after the pause. The seat is kept, and nobody is told.
    case disconnected(Disconnection, pause: Duration)
    /// The seat in this room is gone: left, ended, or the client could not join again.
    case seatLost(WireRoom, ClientError?)
    /// The reader of ``PlenaryClient/events`` was too slow and so many events were left out here: leave the room and
    /// join it again, or call ``PlenaryClient/reconnect(resettingStreams:)`` to have all streams set anew.
    case missed(count: Int)
    /// The session is over and nothing follows. Nil: it said goodbye or was stopped.
    case ended(ClientError?)
}
