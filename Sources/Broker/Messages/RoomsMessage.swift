// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// What an Edge tells the loop that hosts a room.
public struct RoomsMessage: Sendable {
    public let room: RoomID
    public let body: Body

    public init(_ room: RoomID, _ body: Body) {
        self.room = room
        self.body = body
    }

    public enum Body: Sendable {
        /// Opens the room's log; refused with `roomExists` when the number is taken.
        case create(RoomInfo, ReplyAddress)
        case join(JoinRequest, Grant, ReplyAddress)
        case resume(ResumeRequest, ReplyAddress)
        /// The client has used the connection of its last resume: the token before it dies.
        case tokenConfirmed(SessionID, ConnectionID)
        /// What the session is granted has changed: the next resume is to know it; no answer.
        case grantRenewed(SessionID, ConnectionID, Grant)
        /// A session's connection is gone; no answer.
        case connectionLost(SessionID, ConnectionID)
        /// A session leaves for good; the address is nil when nobody waits for the answer.
        case leave(SessionID, ConnectionID, ReplyAddress?)
        /// A command that is journaled and answered with a receipt.
        case command(Command, ReplyAddress)
        case report(SessionID, MediaReport, ReplyAddress)
        /// About media by way of the media server.
        case media(SessionID, MediaRequest, ReplyAddress)
        case signal(from: SessionID, to: SessionID, payload: OpaqueJSON, ReplyAddress)
        case watch(SessionID, [StreamID], ReplyAddress)
        case unwatch(SessionID, [StreamID], ReplyAddress)
        /// Messages of these streams were left out for a slow connection: they are set anew, by an `attach` each.
        case refresh(SessionID, ConnectionID, [StreamID])
        case page(SessionID, UnitID, PageNumber, ReplyAddress)
        case search(SessionID, query: String, ReplyAddress)
        /// Chair and operators look at the room's invitations.
        case invitations(SessionID, ReplyAddress)
        case info(ReplyAddress)
        /// Access of a principal was revoked: its sessions leave at once.
        case revoke(Principal)
    }
}
