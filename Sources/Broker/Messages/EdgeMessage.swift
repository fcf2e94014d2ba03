// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// What a room's host tells an Edge.
///
/// Between one host and one Edge these arrive in the order in which they were sent.
public struct EdgeMessage: Sendable {
    public let room: RoomID
    public let body: Body

    public init(_ room: RoomID, _ body: Body) {
        self.room = room
        self.body = body
    }

    public enum Body: Sendable {
        case reply(ReplyAddress, RoomReply)
        /// The session gets `frames` and, from then on, whatever the stream brings.
        ///
        /// Where it gets the stream already, `frames` set it anew (``RoomsMessage/Body/refresh(_:_:_:)``).
        case attach(SessionID, StreamID, frames: [[UInt8]])
        /// The session gets nothing more of these streams.
        case detach(SessionID, [StreamID])
        /// For everybody attached to the stream here: one frame, encoded once.
        case deliver(StreamID, frame: [UInt8])
        /// The stream is over; nobody here is attached to it any more.
        ///
        /// Its last message came before. Who has been left out gets `last` instead, which needs nothing before it.
        case ended(StreamID, last: [[UInt8]])
        /// For one session: its stream `self`.
        case direct(SessionID, frame: [UInt8])
        /// The session is no longer of this connection: close it, and report nothing.
        case release(SessionID, ConnectionID, CloseCode)
        /// The room is over: its sessions here get the last frames of its stream, and are in no room any more; their
        /// connections stay.
        ///
        /// One message, so that who has heard of the end may join another room at once.
        case closed(last: [[UInt8]])
        /// The room's state is rebuilt from its log: connections of its sessions here close and come back.
        case rebuilding
    }
}
