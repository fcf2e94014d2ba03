// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Resuming in a room")
struct RoomResumeTests {
    let session = Principal.ann.session()

    private func token(_ number: UInt64) -> TokenDigest { TokenDigest(self.session, number) }

    private func resume(_ shown: UInt64, next: UInt64) -> Command.Action {
        .resume(self.session, shown: self.token(shown), next: self.token(next))
    }

    @Test("a session that comes back within the grace keeps its seat")
    func withinGrace() throws {
        var desk = try RoomDesk()
        try desk.join(.ann, media: true)
        desk.disconnect(self.session)
        #expect(desk.wait(ms: 119_999) == [])
        let decision = try desk.decide(self.resume(0, next: 1), by: nil)
        desk.take(decision)
        desk.connect(self.session, 2)
        guard case .resumed(let resumed) = decision.answer else { throw RoomDesk.Surprise(answer: decision.answer) }
        #expect(resumed.principal == .ann)
        #expect(resumed.role == .attendee)
        #expect(resumed.media == .mesh)
        #expect(resumed.path == [.ministry, .hebei, .county])
        #expect(desk.room.nextDeadline == nil)
        #expect(desk.wait(ms: 1_000_000) == [])
    }

    @Test("a seat whose grace has passed is given up with everything that goes with it")
    func afterGrace() throws {
        var desk = try RoomDesk()
        try desk.join(.ann, media: true)
        try desk.run(.requestFloor, by: .ann)
        desk.disconnect(self.session)
        #expect(desk.room.nextDeadline == desk.now.advanced(byMs: 120_000))
        #expect(
            desk.wait(ms: 120_000) == [
                .vacated(self.session, .graceEnded), .meshLeft(self.session), .floorReleased(.ann),
            ]
        )
        #expect(desk.refusal(self.resume(0, next: 1), by: nil) == .unknownSession)
    }

    @Test("two sessions of one participant that expire together give the floor back once")
    func expireTogether() throws {
        var desk = try RoomDesk(policy: .allow)
        try desk.join(.ann)
        try desk.join(.ann, 1)
        try desk.run(.requestFloor, by: .ann)
        desk.disconnect(self.session)
        desk.disconnect(Principal.ann.session(1))
        #expect(desk.wait(ms: 120_000).count { $0 == .floorReleased(.ann) } == 1)
    }

    @Test("seats past the limit of one advance stay due")
    func advanceInParts() throws {
        var desk = try RoomDesk(limits: RoomLimits(departuresMax: 2))
        for id in 2...6 as ClosedRange<UInt64> { try desk.join(Principal(.account, id)) }
        for id in 2...6 as ClosedRange<UInt64> { desk.disconnect(Principal(.account, id).session()) }
        #expect(desk.wait(ms: 120_000).count == 2)
        #expect(desk.room.nextDeadline == desk.now)
        #expect(desk.wait(ms: 0).count == 2)
        #expect(desk.wait(ms: 0).count == 1)
        #expect(desk.room.nextDeadline == nil)
    }

    @Test("a seat that was lost twice at the same moment is given up once")
    func lostTwice() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        desk.disconnect(self.session)
        desk.connect(self.session, 2)
        desk.disconnect(self.session, 2)
        #expect(desk.wait(ms: 120_000) == [.vacated(self.session, .graceEnded)])
    }

    @Test("a disconnected participant is shown offline and moves no count")
    func offline() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        let counts = desk.room.roster.counts
        #expect(desk.room.roster[.ann]?.isOnline == true)
        desk.disconnect(self.session)
        #expect(desk.room.roster[.ann]?.isOnline == false)
        #expect(desk.room.roster.counts == counts)
    }

    @Test("the late close of a connection that was taken over leaves the seat alone")
    func lateClose() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        #expect(desk.room.connectionTaken(ConnectionID(2), by: self.session) == ConnectionID(1))
        desk.disconnect(self.session, 1)
        #expect(desk.room.connection(of: self.session) == ConnectionID(2))
        #expect(desk.room.nextDeadline == nil)
    }

    @Test("news of a connection for a seat that is gone changes nothing")
    func lateConnection() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.run(.leave, by: .ann)
        desk.connect(self.session, 2)
        desk.disconnect(self.session, 1)
        #expect(desk.room.connection(of: self.session) == nil)
        #expect(desk.room.nextDeadline == nil)
    }

    @Test("the token shown stays good until the client has used its new connection")
    func previousToken() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.run(self.resume(0, next: 1), by: nil)
        try desk.run(self.resume(0, next: 2), by: nil)
        try desk.run(self.resume(0, next: 3), by: nil)
        #expect(desk.refusal(self.resume(3, next: 4), by: nil) == nil)
        desk.room.confirmToken(of: self.session)
        #expect(try desk.run(self.resume(0, next: 4), by: nil) == [.vacated(self.session, .tokenReused)])
        #expect(desk.refusal(self.resume(3, next: 4), by: nil) == .unknownSession)
    }

    @Test("a connection that was used kills the token before its own, not the one that the next connection shows")
    func confirmedOnce() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.run(self.resume(0, next: 1), by: nil)
        desk.room.confirmToken(of: self.session)
        try desk.run(self.resume(1, next: 2), by: nil)
        #expect(try desk.decide(self.resume(0, next: 3), by: nil).answer == .revoked)
        #expect(desk.refusal(self.resume(1, next: 3), by: nil) == nil)
        guard case .resumed = try desk.decide(self.resume(1, next: 3), by: nil).answer else {
            Issue.record("the token shown last revoked the session")
            return
        }
    }

    @Test("a token older than the previous one gives the seat up")
    func reusedToken() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.run(self.resume(0, next: 1), by: nil)
        try desk.run(self.resume(1, next: 2), by: nil)
        let decision = try desk.decide(self.resume(0, next: 3), by: nil)
        #expect(decision.answer == .revoked)
        #expect(decision.facts == [.vacated(self.session, .tokenReused)])
    }

    @Test("a token that was never issued revokes nobody")
    func forgedToken() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        #expect(desk.refusal(self.resume(77, next: 1), by: nil) == .unknownSession)
        let stranger = SessionID(5)
        let action = Command.Action.resume(stranger, shown: self.token(0), next: self.token(1))
        #expect(desk.refusal(action, by: nil) == .unknownSession)
    }

    @Test("of older tokens only the last few are remembered, and the forgotten ones revoke nobody")
    func forgottenTokens() throws {
        var desk = try RoomDesk(limits: RoomLimits(olderTokensMax: 2))
        try desk.join(.ann)
        for number in 0..<4 as Range<UInt64> { try desk.run(self.resume(number, next: number + 1), by: nil) }
        #expect(desk.refusal(self.resume(0, next: 9), by: nil) == .unknownSession)
        #expect(try desk.decide(self.resume(1, next: 9), by: nil).answer == .revoked)
    }

    @Test("deadlines never go back, even where the clock does")
    func clockGoesBack() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.join(.ben)
        desk.disconnect(self.session)
        desk.now = desk.now.advanced(byMs: -5_000)
        desk.disconnect(Principal.ben.session())
        #expect(desk.wait(ms: 124_999) == [])
        #expect(desk.wait(ms: 1).count == 2)
    }

    @Test("who reconnects for ever does not make the list of deadlines grow")
    func flapping() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.join(.ben)
        desk.disconnect(Principal.ben.session())  // Stays at the front, so nothing behind it is dropped there.
        for connection in 2..<1_000 as Range<UInt64> {
            desk.disconnect(self.session, connection - 1)
            desk.connect(self.session, connection)
        }
        #expect(desk.room.violations() == [])
        #expect(desk.wait(ms: 120_000) == [.vacated(Principal.ben.session(), .graceEnded)])
    }
}
