// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Guests as an Edge sees them")
struct EdgeGuestTests {
    private let pass = GuestPass(room: Sample.room, invitation: InvitationNumber(3))
    private let other = Sample.roomID(999_999_999)

    private func guest(on stage: EdgeStage) -> EdgeStage.Client {
        let client = stage.open()
        stage.ask(.sessionAuthenticate(.token(accessToken: SecretText("guest"))), from: client)
        stage.answerSignIn(.success(Sample.guestGrant(77, self.pass)))
        return client
    }

    @Test("a guest joins with its invitation and without a unit")
    func joining() throws {
        let stage = EdgeStage()
        let client = self.guest(on: stage)
        let result = try #require(client.link.takeMessages().results.last).decoded(as: AuthenticateResult.self)
        #expect(result.participant == WireParticipant(.guest, 77))
        #expect(result.unit == 0 && result.permissions.isEmpty)
        stage.ask(.roomJoin(.init(room: Sample.room.wire)), from: client)
        guard case .join(let request, _, _)? = stage.takeAsked().first else {
            Issue.record("no room was asked")
            return
        }
        #expect(request.invitation == self.pass.invitation)
        #expect(request.path.isEmpty)
    }

    @Test("a guest neither joins another room, nor asks about one, nor opens one")
    func otherRooms() {
        let stage = EdgeStage()
        let client = self.guest(on: stage)
        _ = client.link.takeMessages()
        stage.ask(.roomJoin(.init(room: self.other.wire)), from: client)
        stage.ask(.roomInfo(.init(room: self.other.wire)), from: client)
        stage.ask(.roomCreate(.init(title: "Mine", key: "k")), from: client)
        #expect(client.link.takeMessages().errorCodes == [.permissionDenied, .permissionDenied, .permissionDenied])
        #expect(stage.takeAsked().isEmpty)
        stage.ask(.roomInfo(.init(room: Sample.room.wire)), from: client)
        #expect(stage.takeAsked().count == 1)
    }

    @Test("what chair and operators are given has the link under the server's address, and its PIN")
    func card() throws {
        let stage = EdgeStage()
        let chair = stage.seated(as: 1)
        let id = stage.ask(.roomInvitationCreate(.init(room: Sample.room.wire, key: "i")), from: chair)
        guard case .command(let command, _)? = stage.takeAsked().last else {
            Issue.record("no room was asked")
            return
        }
        #expect(command.action == .invite(lifeMs: 86_400_000) && command.key == "i")
        let invitation = Invitation(
            number: InvitationNumber(3),
            unit: Sample.hebei.id,
            expiresAt: Timestamp(ms: Sample.wallClockMs),
            by: Sample.chair,
            key: "i"
        )
        _ = chair.link.takeMessages()
        stage.reply(.invited(invitation), to: id, of: chair)
        let made = try #require(chair.link.takeMessages().results.first).decoded(as: InvitationResult.self)
        let card = SimulatedInvitations().card(of: invitation.number, in: Sample.room, until: invitation.expiresAt)
        #expect(made.invitation.link == SecretText("https://meet.example/g#\(card.code.revealed)"))
        #expect(made.invitation.pin == card.pin)
        #expect(made.invitation.number == 3 && made.invitation.unit == Sample.hebei.id.rawValue)
    }

    @Test("a guest that is back after a restart is not looked up, and has to renew its token")
    func resuming() {
        let stage = EdgeStage()
        let client = stage.open()
        let token = ResumeToken(
            node: 1,
            loop: 0,
            session: WireSession(0x1000),
            secret: SimulatedSecrets(world: stage.world, purpose: 3).makeSecret()
        )
        let id = stage.ask(
            .sessionResume(.init(token: token, room: Sample.room.wire, streams: [:])),
            from: client
        )
        let answer = ResumeAnswer(
            session: SessionID(0x1000),
            principal: Principal(.guest, 77),
            role: .attendee,
            grant: nil,
            generation: nil,
            spreadMs: 1_000,
            watching: []
        )
        stage.reply(.resumed(answer), to: id, of: client)
        #expect(stage.signIn.checked.isEmpty)
        #expect(stage.onEdge { $0.connections[client.id]?.expiry } != nil)
    }
}
