// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// What the samples of guests, invitations and the lobby say.
enum SampleGuests {
    private static let guest = WireParticipant(.guest, 77)
    private static let invitation = WireInvitation(
        number: 1,
        unit: 1_301,
        link: SecretText("https://meet.example/g#AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        pin: SecretText("042917"),
        expiresAt: 1_764_086_400_000
    )

    static func requests() -> [String: ClientRequest] {
        let room = SampleRequests.room
        return [
            "room.invitation.create": SampleRequests.request(
                8,
                .roomInvitationCreate(.init(room: room, lifeMs: 86_400_000, key: "i1"))
            ),
            "room.invitation.list": SampleRequests.request(8, .roomInvitationList(.init(room: room))),
            "room.invitation.revoke": SampleRequests.request(
                8,
                .roomInvitationRevoke(.init(room: room, invitation: 1, key: "i2"))
            ),
            "room.lobby.admit some": SampleRequests.request(
                8,
                .roomLobbyAdmit(.init(room: room, target: .participants([self.guest]), key: "l1"))
            ),
            "room.lobby.admit unit": SampleRequests.request(
                8,
                .roomLobbyAdmit(.init(room: room, target: .unit(1_301), key: "l2"))
            ),
            "room.lobby.admit all": SampleRequests.request(
                8,
                .roomLobbyAdmit(.init(room: room, target: .all, key: "l3"))
            ),
        ]
    }

    static func responses() -> [String: SampleAnswers.Response] {
        [
            "room.invitation.create": .init(8, InvitationResult(invitation: self.invitation)),
            "room.invitation.list": .init(8, InvitationsResult(invitations: [self.invitation])),
        ]
    }

    static func pushes() -> [String: ServerPush] {
        let waiting = WireLobbyState(
            waiting: 1,
            entries: [.init(participant: self.guest, name: "Zhao Li", unit: 1_301, since: 1_764_000_000_000)],
            units: [.init(unit: 1_301, name: "Baoding", waiting: 1)]
        )
        return [
            "stream.reset lobby": .streamReset(self.header(1), .lobby(waiting)),
            "lobby.changed": .lobbyChanged(self.header(2), .init(waiting: 0, entries: [], units: [])),
        ]
    }

    private static func header(_ offset: UInt64) -> PushHeader {
        PushHeader(room: SampleRequests.room, stream: .lobby, position: StreamPosition(epoch: 3, offset: offset))
    }
}
