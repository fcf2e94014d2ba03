// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Restoring a room")
struct RoomRestoreTests {
    /// A room in which everything that facts can leave behind is there.
    private func desk() throws -> RoomDesk {
        var desk = try RoomDesk(policy: .allow)
        for principal in [Principal.chair, .oda, .ann, .ben, .eve] { try desk.join(principal, media: true) }
        try desk.join(.ann, 1, people: 4)
        let session = Principal.ann.session()
        for number in 0..<3 as Range<UInt64> {
            let shown = TokenDigest(session, number)
            try desk.run(.resume(session, shown: shown, next: TokenDigest(session, number + 1)), by: nil)
        }
        try desk.run(.promote(.ben), by: .chair, key: "a")
        try desk.run(.requestFloor, by: .ann, key: "b")
        try desk.run(.requestFloor, by: .eve)
        try desk.run(.grantFloor(.oda), by: .chair)
        try desk.run(.muteAll(selfUnmute: true), by: .chair, key: "c")
        try desk.microphone(true, .ann)
        try desk.run(.unmute([.eve]), by: .chair)
        try desk.run(.mute([.oda]), by: .chair, key: "d")
        try desk.run(.chat("Good morning"), by: .ann)
        desk.wait(ms: 1_000)
        try desk.run(.chat("Good morning to you"), by: .ben)
        try desk.run(.lock, by: .chair)
        try desk.run(.kick(.ben), by: .chair)
        return desk
    }

    private func restored(_ desk: RoomDesk) -> Room {
        Room(limits: desk.room.limits, restoring: desk.log, now: desk.now)
    }

    private func snapshotted(_ desk: RoomDesk) -> Room {
        let facts = desk.room.snapshotFacts().map { (fact: $0, at: Timestamp(ms: 0)) }
        return Room(limits: desk.room.limits, restoring: facts, now: desk.now)
    }

    @Test("folding the log from the beginning gives an equal room")
    func log() throws {
        let desk = try self.desk()
        let room = self.restored(desk)
        #expect(room == desk.room)
        #expect(room.violations() == [])
        #expect(room.roster.counts == desk.room.roster.counts)
    }

    @Test("folding a snapshot gives an equal room, and so does the log after it")
    func snapshot() throws {
        var desk = try self.desk()
        var room = self.snapshotted(desk)
        #expect(room == desk.room)
        #expect(room.violations() == [])
        let mark = desk.log.count
        try desk.run(.chat("Later"), by: .ann)
        try desk.run(.unmuteAll, by: .chair, key: "e")
        try desk.run(.leave, by: .eve)
        for (fact, at) in desk.log[mark...] { room.evolve(fact, at: at) }
        #expect(room == desk.room)
        #expect(room.violations() == [])
    }

    @Test("a room that is over is restored as such, its receipts with it")
    func ended() throws {
        var desk = try self.desk()
        let receipt = try desk.receipt(.end, by: .chair, key: "z")
        for room in [self.restored(desk), self.snapshotted(desk)] {
            #expect(room == desk.room)
            #expect(room.violations() == [])
            let again = Command(.end, by: .session(Principal.chair.session(), of: .chair), key: "z")
            #expect(try room.decide(again, at: desk.now).answer == .receipt(receipt))
        }
    }

    @Test("nothing is left of a room that nobody opened")
    func unopened() {
        #expect(Room().snapshotFacts() == [])
        #expect(Room(restoring: [], now: Timestamp(ms: 0)) == Room())
    }

    @Test("restored seats are suspended with a fresh grace, from the time of the restart")
    func graces() throws {
        let desk = try self.desk()
        let later = desk.now.advanced(byMs: 3_600_000)
        var room = Room(limits: desk.room.limits, restoring: desk.log, now: later)
        #expect(room.nextDeadline == later.advanced(byMs: 120_000))
        #expect(room.advance(to: later.advanced(byMs: 119_999)) == [])
        #expect(room.roster[.ann]?.isOnline == false)
        let vacated = room.advance(to: later.advanced(byMs: 120_000)).count { !$0.isPublic }
        #expect(vacated == desk.room.seatCount)
    }

    @Test("a decision of the restored room is that of the room before")
    func decisions() throws {
        let desk = try self.desk()
        for room in [self.restored(desk), self.snapshotted(desk)] {
            for action in RoomControlTests.controls {
                let command = Command(action, by: .session(Principal.chair.session(), of: .chair))
                let before = try? desk.room.decide(command, at: desk.now)
                let after = try? room.decide(command, at: desk.now)
                #expect(before?.facts == after?.facts)
            }
        }
    }

    @Test("facts that no longer make sense are taken in without harm")
    func total() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        let seat = try #require(desk.room.seat(of: Principal.ann.session()))
        let stranger = Principal.eve.session()
        var room = Room()
        let facts: [Fact] = [
            .seated(seat), .seated(seat), .vacated(stranger, .left), .floorDenied(.eve, by: nil),
            .tokenRotated(stranger, shown: TokenDigest(stranger, 0), next: TokenDigest(stranger, 1)),
            .meshLeft(stranger), .selfUnmuted(.eve), .unmuted(.eve, by: nil), .demoted(.eve, name: "", by: nil),
            .unlocked(by: nil), .unmutedAll(by: nil),
        ]
        for fact in facts { room.evolve(fact, at: Timestamp(ms: 0)) }
        #expect(room.participantCount == 1)
        #expect(room.roster.counts.joined == 1)
    }
}
