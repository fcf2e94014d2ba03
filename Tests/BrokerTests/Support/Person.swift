// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Wire

@testable import Broker

/// A participant as a room's host meets it: a session on a connection of an Edge.
struct Person {
    let account: UInt64
    var session: SessionID
    var connection: ConnectionID
    var edge: Address
    /// Number of the resume token that it was given last.
    var token: UInt64
    /// Number of its next request.
    var request: Int64 = 0

    init(_ account: UInt64, on edge: Address = Sample.edge) {
        self.account = account
        self.session = SessionID(0x1000 + account)
        self.connection = ConnectionID(0x2000 + account)
        self.edge = edge
        self.token = account * 1_000
    }

    /// By which it asks for admission; nil for who has an account.
    var invitation: UInt16?

    var principal: Principal { Principal(self.invitation == nil ? .account : .guest, self.account) }
    var own: StreamID { .session(self.session) }

    /// Where the answer to its next request goes.
    mutating func address() -> ReplyAddress {
        self.request += 1
        return ReplyAddress(edge: self.edge, connection: self.connection, request: .number(self.request))
    }

    mutating func join(wantsMedia: Bool = false, generation: UInt32? = nil) -> RoomsMessage.Body {
        let pass = self.invitation.map { GuestPass(room: Sample.room, invitation: InvitationNumber($0)) }
        let grant = pass.map { Sample.guestGrant(self.account, $0) } ?? Sample.grant(self.account)
        let request = JoinRequest(
            session: self.session,
            profile: grant.profile,
            path: grant.unitPath,
            wantsMedia: wantsMedia,
            token: Sample.digest(self.token),
            generation: generation,
            invitation: pass?.invitation
        )
        return .join(request, grant, self.address())
    }

    /// Shows a token on a connection of its own and is given the next.
    mutating func resume(
        on connection: UInt64? = nil,
        of edge: Address? = nil,
        showing shown: UInt64? = nil,
        from positions: [(stream: StreamID, position: StreamPosition)] = []
    ) -> RoomsMessage.Body {
        self.connection = ConnectionID(connection ?? self.connection.rawValue + 0x100)
        self.edge = edge ?? self.edge
        let presented = Sample.digest(shown ?? self.token)
        self.token += 1
        let request = ResumeRequest(
            session: self.session,
            presented: presented,
            next: Sample.digest(self.token),
            positions: positions
        )
        return .resume(request, self.address())
    }

    mutating func command(_ action: Command.Action, key: String? = nil) -> RoomsMessage.Body {
        .command(Command(action, by: .session(self.session, of: self.principal), key: key), self.address())
    }

    var lost: RoomsMessage.Body { .connectionLost(self.session, self.connection) }
}
