// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Seven thousand in one room")
struct RoomLargeTests {
    /// 350 units of three tiers with twenty participants each.
    private static func room(participants: UInt64) throws -> RoomDesk {
        var desk = try RoomDesk(participantsMax: 10_000)
        for number in 0..<participants {
            let request = self.request(number)
            let decision = try desk.room.decide(Command(.join(request), by: .system), at: desk.now)
            desk.log += decision.facts.map { ($0, desk.now) }
            desk.room.evolve(decision, at: desk.now)
            desk.room.connectionTaken(ConnectionID(number), by: request.session)
        }
        return desk
    }

    private static func request(_ number: UInt64) -> JoinRequest {
        let principal = Principal(.account, number + 1)
        let city = UInt32(100 + number % 350)
        let path = [
            RosterUnit(id: .ministry, parent: nil, name: "Ministry", order: 0),
            RosterUnit(id: UnitID(2 + city % 31), parent: .ministry, name: "Province", order: 0),
            RosterUnit(id: UnitID(city), parent: UnitID(2 + city % 31), name: "City", order: 0),
        ]
        return RoomDesk.request(principal, path: path)
    }

    @Test("are counted, muted, lost together, and gone after the grace")
    func life() throws {
        var desk = try Self.room(participants: 7_000)
        #expect(desk.room.roster.counts.joined == 7_000)
        try desk.run(.muteAll(selfUnmute: false), by: nil)
        #expect(desk.room.roster.counts.muted == 6_999)
        for session in desk.room.sessions {
            if let connection = desk.room.connection(of: session) {
                desk.room.connectionLost(connection, of: session, at: desk.now)
            }
        }
        #expect(desk.room.roster.counts.joined == 7_000)
        desk.now = desk.now.advanced(byMs: 120_000)
        while let deadline = desk.room.nextDeadline, deadline <= desk.now {
            for fact in desk.room.advance(to: desk.now) { desk.room.evolve(fact, at: desk.now) }
        }
        #expect(desk.room.participantCount == 0)
        #expect(desk.room.violations() == [])
    }

    @Test("come back from the log")
    func restore() throws {
        let desk = try Self.room(participants: 7_000)
        let room = Room(limits: desk.room.limits, restoring: desk.log, now: desk.now)
        #expect(room == desk.room)
        #expect(room.violations() == [])
    }
}
