// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import ConferenceCore

@Suite("Guests of a room")
struct RoomGuestTests {
    private static let hour: Int64 = 3_600_000

    /// A room with its chair, an operator from another unit, an attendee, and an invitation of the chair's for an hour.
    private func desk(limits: RoomLimits = RoomLimits()) throws -> RoomDesk {
        var desk = try RoomDesk(limits: limits)
        for principal in [Principal.chair, .oda, .ann] { try desk.join(principal) }
        try desk.run(.invite(lifeMs: Self.hour), by: .chair, key: "first")
        return desk
    }

    private func refusal(of guest: Principal, _ desk: RoomDesk, by number: UInt16 = 1) -> RoomRefusal? {
        desk.refusal(.join(Self.request(guest, by: number)), by: nil)
    }

    private static func request(_ guest: Principal, by number: UInt16 = 1) -> JoinRequest {
        JoinRequest(
            session: guest.session(),
            profile: Profile(principal: guest, name: "G\(guest.id)"),
            path: [],
            token: TokenDigest(guest.session(), 0),
            invitation: InvitationNumber(number)
        )
    }

    private func wait(_ guest: Principal, _ desk: inout RoomDesk, by number: UInt16 = 1) {
        #expect(self.refusal(of: guest, desk, by: number) == .admissionPending)
        let isWaiting = desk.room.waitForAdmission(Self.request(guest, by: number), at: desk.now)
        #expect(isWaiting)
        #expect(desk.room.violations() == [])
    }

    // MARK: - Invitations

    @Test("an invitation is of its maker's unit, ends on a whole second, and the same key makes no other")
    func inviting() throws {
        var desk = try RoomDesk()
        desk.now = Timestamp(ms: 1_000_777)
        try desk.join(.chair)
        let facts = try desk.run(.invite(lifeMs: 60_000), by: .chair, key: "a")
        #expect(facts.count == 1)
        let invitation = try #require(desk.room.invitations.first)
        #expect(invitation.number == InvitationNumber(1))
        #expect(invitation.unit == .county)
        #expect(invitation.expiresAt == Timestamp(ms: 1_060_000))
        #expect(try desk.decide(.invite(lifeMs: 90_000), by: .chair, key: "a") == Decision([], .invited(invitation)))
        try desk.run(.invite(lifeMs: 90_000), by: .chair, key: "b")
        #expect(desk.room.invitations.map(\.number.rawValue) == [1, 2])
    }

    @Test("chair and operators invite; attendees, strangers and the command line do not")
    func mayInvite() throws {
        let desk = try self.desk()
        #expect(desk.refusal(.invite(lifeMs: Self.hour), by: .oda, key: "o") == nil)
        #expect(desk.refusal(.invite(lifeMs: Self.hour), by: .ann, key: "o") == .permissionDenied)
        #expect(desk.refusal(.invite(lifeMs: Self.hour), by: .eve, key: "o") == .notInRoom)
        #expect(desk.refusal(.invite(lifeMs: Self.hour), by: nil, key: "o") == .notInRoom)
    }

    @Test("only invitations that still hold count against the limit")
    func limit() throws {
        var desk = try self.desk(limits: RoomLimits(invitationsMax: 2))
        try desk.run(.invite(lifeMs: 60_000), by: .chair, key: "b")
        #expect(desk.refusal(.invite(lifeMs: 1_000), by: .chair, key: "c") == .tooManyInvitations(limit: 2))
        desk.now = desk.now.advanced(byMs: 60_000)
        try desk.run(.invite(lifeMs: 1_000), by: .chair, key: "c")
        #expect(desk.room.invitations.map(\.number.rawValue) == [1, 3])
    }

    @Test("a number is never used again, also after a restart")
    func numbers() throws {
        var desk = try self.desk()
        try desk.run(.revokeInvitation(InvitationNumber(1)), by: .chair)
        let log = desk.room.snapshotFacts().map { (fact: $0, at: desk.now) }
        desk.room = Room(restoring: log, now: desk.now)
        desk.connect(Principal.chair.session())
        try desk.run(.invite(lifeMs: Self.hour), by: .chair, key: "again")
        #expect(desk.room.invitations.map(\.number.rawValue) == [2])
        #expect(desk.refusal(.revokeInvitation(InvitationNumber(1)), by: .chair) == .unknownInvitation)
    }

    // MARK: - Waiting

    @Test("a guest waits until it is let in, and sits in the unit of its invitation")
    func admission() throws {
        var desk = try self.desk()
        self.wait(.gil, &desk)
        #expect(!desk.room.isPresent(.gil))
        #expect(try desk.receipt(.admit(.guests([.gil])), by: .oda).applied == 1)
        #expect(desk.room.lobby.count == 0)
        let joined = try desk.join(.gil)
        #expect(joined.path == [.ministry, .hebei, .county])
        #expect(joined.role == .attendee)
        #expect(desk.room.roster.unit(of: .gil) == .county)
    }

    @Test("what keeps others out keeps guests out at once, and none of them waits for it")
    func otherRefusals() throws {
        var desk = try self.desk()
        try desk.run(.lock, by: .chair)
        #expect(self.refusal(of: .gil, desk) == .roomLocked)
        try desk.run(.unlock, by: .chair)
        #expect(self.refusal(of: .gil, desk, by: 9) == .invitationExpired)
        desk.now = desk.now.advanced(byMs: Self.hour)
        #expect(self.refusal(of: .gil, desk) == .invitationExpired)
        let isByUnknown = desk.room.waitForAdmission(Self.request(.gil, by: 9), at: desk.now)
        #expect(!isByUnknown)
    }

    @Test("who was let in once comes in again, whatever became of the invitation")
    func cominBack() throws {
        var desk = try self.desk()
        self.wait(.gil, &desk)
        try desk.run(.admit(.all), by: .chair)
        try desk.join(.gil)
        try desk.run(.leave, by: .gil)
        try desk.run(.revokeInvitation(InvitationNumber(1)), by: .chair)
        desk.now = desk.now.advanced(byMs: 2 * Self.hour)
        let log = desk.room.snapshotFacts().map { (fact: $0, at: desk.now) }
        desk.room = Room(restoring: log, now: desk.now)
        try desk.join(.gil)
        #expect(desk.room.roster.unit(of: .gil) == .county)
    }

    @Test("a guest who asks no more leaves the lobby")
    func patience() throws {
        var desk = try self.desk()
        self.wait(.gil, &desk)
        self.wait(.gus, &desk)
        desk.now = desk.now.advanced(byMs: 10_000)
        let isStillWaiting = desk.room.waitForAdmission(Self.request(.gus), at: desk.now)
        #expect(isStillWaiting)
        desk.now = desk.now.advanced(byMs: 5_000)
        #expect(desk.room.nextDeadline.map { $0 <= desk.now } == true)
        desk.commit(desk.room.advance(to: desk.now))
        #expect(desk.room.lobby.waiting.map(\.principal) == [.gus])
        desk.now = desk.now.advanced(byMs: 15_000)
        desk.commit(desk.room.advance(to: desk.now))
        #expect(desk.room.lobby.count == 0 && desk.room.nextDeadline == nil)
    }

    @Test("no more wait than may, and who waits already goes on waiting")
    func fullLobby() throws {
        var desk = try self.desk(limits: RoomLimits(lobbyMax: 1))
        self.wait(.gil, &desk)
        let isNewcomerWaiting = desk.room.waitForAdmission(Self.request(.gus), at: desk.now)
        #expect(!isNewcomerWaiting)
        let isStillWaiting = desk.room.waitForAdmission(Self.request(.gil), at: desk.now)
        #expect(isStillWaiting)
    }

    @Test("a withdrawn invitation empties its part of the lobby")
    func withdrawn() throws {
        var desk = try self.desk()
        try desk.run(.invite(lifeMs: Self.hour), by: .chair, key: "second")
        self.wait(.gil, &desk)
        self.wait(.gus, &desk, by: 2)
        try desk.run(.revokeInvitation(InvitationNumber(1)), by: .chair)
        #expect(desk.room.lobby.waiting.map(\.principal) == [.gus])
        #expect(self.refusal(of: .gil, desk) == .invitationExpired)
    }

    // MARK: - Letting in and turning away

    @Test("a unit's guests are let in with those of the units below it, and no others")
    func byUnit() throws {
        var desk = try self.desk()
        let other = [RosterUnit(id: .ministry, parent: nil, name: "Ministry", order: 0)]
        let request = RoomDesk.request(.ben, path: other)
        try desk.take(desk.room.decide(Command(.join(request), by: .system), at: desk.now))
        try desk.run(.promote(.ben), by: .chair)
        #expect(desk.refusal(.invite(lifeMs: Self.hour), by: .ben, key: "x") == .permissionDenied)
        self.wait(.gil, &desk)
        self.wait(.gus, &desk)
        #expect(try desk.receipt(.admit(.unit(UnitID(14))), by: .chair).applied == 0)
        #expect(try desk.receipt(.admit(.unit(.hebei)), by: .chair).applied == 2)
        #expect(desk.room.lobby.count == 0)
    }

    @Test("a receipt names whom nobody saw waiting, and counts who was let in before")
    func receipts() throws {
        var desk = try self.desk()
        self.wait(.gil, &desk)
        try desk.run(.admit(.all), by: .chair)
        let receipt = try desk.receipt(.admit(.guests([.gil, .gus, .gus])), by: .chair)
        #expect(receipt.applied == 1)
        #expect(receipt.refused == [Receipt.Refused(principal: .gus, reason: .unknownParticipant)])
    }

    @Test("who is turned away stays out, with whatever invitation")
    func turnedAway() throws {
        var desk = try self.desk()
        self.wait(.gil, &desk)
        try desk.run(.kick(.gil), by: .chair)
        #expect(desk.room.lobby.count == 0)
        #expect(self.refusal(of: .gil, desk) == .kicked)
        #expect(try desk.receipt(.admit(.guests([.gil])), by: .chair).applied == 0)
        #expect(desk.log.contains { $0.fact == .turnedAway(.gil, by: .chair) })
        self.wait(.gus, &desk)
        try desk.run(.admit(.all), by: .chair)
        try desk.join(.gus)
        try desk.run(.kick(.gus), by: .chair)
        #expect(self.refusal(of: .gus, desk) == .kicked)
    }

    @Test("who was let in by mistake and has not come yet can be turned away, too")
    func turnedAwayBeforeComing() throws {
        var desk = try self.desk()
        self.wait(.gil, &desk)
        try desk.run(.admit(.all), by: .chair)
        try desk.run(.kick(.gil), by: .oda)
        #expect(self.refusal(of: .gil, desk) == .kicked)
        #expect(desk.refusal(.kick(.ben), by: .chair) == .unknownParticipant)
    }

    @Test("the view lists the first 64, longest waiting first, and counts all by unit")
    func view() throws {
        var desk = try self.desk()
        for number in 1...70 as ClosedRange<UInt64> {
            desk.now = desk.now.advanced(byMs: 1)
            let isWaiting = desk.room.waitForAdmission(Self.request(Principal(.guest, number)), at: desk.now)
            #expect(isWaiting)
        }
        let state = desk.room.lobbyState
        #expect(state.waiting == 70)
        #expect(state.guests.map(\.principal.id) == Array(1...64))
        #expect(state.units == [LobbyView.Unit(unit: .county, name: "Zhengding", waiting: 70)])
        var view = LobbyView()
        let isNews = view.publish(state)
        let isNewsAgain = view.publish(desk.room.lobbyState)
        #expect(isNews && !isNewsAgain && view.offset == 1)
    }
}
