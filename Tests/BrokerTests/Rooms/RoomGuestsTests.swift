// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Guests as a room's host meets them")
struct RoomGuestsTests {
    private static let hour: Int64 = 3_600_000

    /// An open room with its chair, who made an invitation for an hour.
    private func stage(_ chair: inout Person, limits: BrokerLimits = BrokerLimits()) -> HostStage {
        let stage = HostStage.open(limits, roomLimits: RoomLimits(lobbyMax: 2))
        stage.say(chair.join())
        stage.say(chair.command(.invite(lifeMs: Self.hour), key: "i"))
        stage.sent = []
        stage.notes = []
        return stage
    }

    private func guest(_ number: UInt64) -> Person {
        var guest = Person(number)
        guest.invitation = 1
        return guest
    }

    private func reply(_ stage: HostStage) -> RoomReply? { stage.takeReplies().last }

    private func lobby(_ stage: HostStage) -> [(waiting: UInt32, offset: UInt64)] {
        let frames = stage.takeSent().flatMap { sent -> [[UInt8]] in
            switch sent.body {
            case .attach(_, .lobby, let frames): frames
            case .deliver(.lobby, let frame): [frame]
            default: []
            }
        }
        return pushes(frames).compactMap { push in
            switch try? push.decoded() {
            case .lobbyChanged(let header, let state): (state.waiting, header.position.offset)
            case .streamReset(let header, .lobby(let state)): (state.waiting, header.position.offset)
            default: nil
            }
        }
    }

    @Test("a guest is told to ask again, and comes in as soon as it was let in")
    func admission() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        var guest = self.guest(77)
        stage.say(guest.join())
        let refusal = self.reply(stage)?.refusal
        #expect(refusal?.code == .admissionPending && refusal?.retryAfterMs == 2_000)
        #expect(stage.notes == [.guestWaits(Sample.room, guest.principal)])
        stage.say(guest.join())
        #expect(stage.notes.count == 1, "asking again is no news")
        stage.say(chair.command(.admit(.all), key: "a"))
        guard case .receipt(let receipt)? = self.reply(stage) else {
            Issue.record("letting in gave no receipt")
            return
        }
        #expect(receipt.applied == 1)
        stage.say(guest.join())
        guard case .joined(let joined)? = stage.takeReplies().first else {
            Issue.record("the guest did not get in")
            return
        }
        #expect(joined.path == [Sample.ministry.id, Sample.hebei.id] && joined.role == .attendee)
    }

    @Test("nobody is let in by what is not durable")
    func durability() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        var guest = self.guest(77)
        stage.say(guest.join())
        stage.sent = []
        stage.turn(chair.command(.admit(.all), key: "a"))
        stage.turn(guest.join())
        #expect(stage.takeSent().isEmpty)
        stage.settle()
        #expect(stage.takeReplies().contains { if case .joined = $0 { true } else { false } })
    }

    @Test("a full lobby says so, and takes nobody's place")
    func fullLobby() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        for number in 71...73 as ClosedRange<UInt64> {
            var guest = self.guest(number)
            stage.say(guest.join())
            let expected: ErrorCode = number < 73 ? .admissionPending : .overloaded
            #expect(self.reply(stage)?.refusal?.code == expected)
        }
    }

    @Test("who is told something else than to wait is in the lobby no more, and nobody is told of who was turned away")
    func leaving() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        var guest = self.guest(77)
        stage.say(guest.join())
        stage.say(chair.command(.lock, key: "l"))
        stage.say(guest.join())
        #expect(self.reply(stage)?.refusal?.code == .roomLocked)
        #expect(stage.host.room.lobby.count == 0)
        stage.say(chair.command(.unlock, key: "u"))
        stage.say(guest.join())
        stage.sent = []
        stage.say(chair.command(.kick(guest.principal), key: "k"))
        #expect(frames(stage.sent, of: .room, to: Sample.edge).isEmpty)
        stage.say(guest.join())
        #expect(self.reply(stage)?.refusal?.code == .kicked)
    }

    @Test("chair and operators watch the lobby; it speaks at once and then once a second")
    func watching() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        var attendee = Person(2)
        stage.say(attendee.join())
        stage.sent = []
        stage.say(.watch(attendee.session, [.lobby], attendee.address()))
        #expect(self.reply(stage)?.refusal?.code == .permissionDenied)
        stage.say(.watch(chair.session, [.lobby], chair.address()))
        #expect(self.lobby(stage).map(\.waiting) == [0])
        var guests = [self.guest(77), self.guest(78)]
        stage.say(guests[0].join())
        #expect(self.lobby(stage).map(\.waiting) == [1])
        stage.say(guests[1].join())
        #expect(self.lobby(stage).isEmpty)
        stage.run(.seconds(1))
        #expect(self.lobby(stage).map(\.waiting) == [2])
        stage.run(.seconds(25))
        #expect(self.lobby(stage).map(\.waiting) == [0], "they asked no more")
    }

    @Test("a chair that comes back goes on watching the lobby, and another epoch sets it anew")
    func resuming() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        stage.say(.watch(chair.session, [.lobby], chair.address()))
        var guest = self.guest(77)
        stage.say(guest.join())
        let seen = StreamPosition(epoch: stage.host.epoch, offset: 0)
        stage.say(chair.lost)
        stage.sent = []
        stage.say(chair.resume(from: [(.lobby, seen)]))
        #expect(self.lobby(stage).map(\.offset) == [1])
        let next = stage.restarted()
        next.say(chair.resume(from: [(.lobby, StreamPosition(epoch: seen.epoch, offset: 1))]))
        #expect(self.lobby(next).map(\.waiting) == [0], "who waits asks again after a restart")
    }

    @Test("an attendee that names the lobby when it comes back does not get it")
    func noResumingForOthers() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        var attendee = Person(2)
        stage.say(attendee.join())
        stage.sent = []
        let position = StreamPosition(epoch: stage.host.epoch, offset: 0)
        stage.say(attendee.resume(from: [(.lobby, position)]))
        let sent = stage.sent
        #expect(frames(sent, of: .lobby, to: Sample.edge).isEmpty)
        guard case .resumed(let answer)? = stage.takeReplies().first else {
            Issue.record("the attendee did not come back")
            return
        }
        #expect(answer.watching.isEmpty)
    }

    @Test("the list of invitations leaves out what has expired, and is for chair and operators")
    func listing() {
        var chair = Person(1)
        let stage = self.stage(&chair)
        stage.say(chair.command(.invite(lifeMs: 2 * Self.hour), key: "j"))
        stage.sent = []
        stage.pass(.seconds(3_600))
        stage.say(.invitations(chair.session, chair.address()))
        guard case .invitations(let invitations)? = self.reply(stage) else {
            Issue.record("there is no list")
            return
        }
        #expect(invitations.map(\.number.rawValue) == [2])
        var attendee = Person(2)
        stage.say(attendee.join())
        stage.sent = []
        stage.say(.invitations(attendee.session, attendee.address()))
        #expect(self.reply(stage)?.refusal?.code == .permissionDenied)
    }

    @Test("the room's limits are those that clients are told")
    func limits() {
        #expect(RoomLimits().lobbyMax == WireLimits.waitingGuests)
        #expect(RoomLimits().invitationsMax == WireLimits.invitations)
        #expect(Lobby.lifeMs == WireLimits.lobbyPatience.wholeMilliseconds)
        #expect(LobbyView.listedMax == WireLimits.listedGuests)
        #expect(BrokerLimits().admissionPause * 4 < WireLimits.lobbyPatience)
    }
}
