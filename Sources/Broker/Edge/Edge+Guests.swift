// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

extension Edge {
    /// Whether the session may ask about `room`: a guest knows its own room only.
    func mayAsk(_ session: EdgeSession, about room: RoomID) -> Bool {
        guard session.principal.kind == .guest else { return true }
        return session.grant?.pass?.room ?? session.room == room
    }

    /// A guest that is back after a restart: nothing but its token tells who it is, and only its room turns it out.
    func awaitRefresh(of session: EdgeSession, on connection: EdgeConnection) {
        guard session.grant == nil else { return }
        let soon = self.limits.unknownGrantLife.wholeMilliseconds
        self.watchExpiry(of: connection, until: Timestamp(ms: self.loop.wallClockMs).advanced(byMs: soon))
    }

    /// What chair and operators hand to guests.
    func card(of invitation: Invitation, in room: RoomID) -> WireInvitation {
        let card = self.ports.invitations.card(of: invitation.number, in: room, until: invitation.expiresAt)
        return WireInvitation(
            number: invitation.number.rawValue,
            unit: invitation.unit.rawValue,
            link: GuestLink.link(with: card.code, under: self.node.publicURL),
            pin: card.pin,
            expiresAt: invitation.expiresAt.ms
        )
    }
}
