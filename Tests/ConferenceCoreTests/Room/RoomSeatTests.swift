// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Seats of a room")
struct RoomSeatTests {
    @Test("a join makes the units known, root first, and then seats the session")
    func joinFacts() throws {
        var desk = try RoomDesk()
        let facts = try desk.run(.join(RoomDesk.request(.ann, people: 12)), by: nil)
        #expect(facts.prefix(3) == RoomDesk.path.map { .unitAdded($0) }[...])
        #expect(facts.count == 4)
        #expect(desk.room.seat(of: Principal.ann.session())?.unit == .county)
        #expect(desk.room.roster.counts == RosterCounts(joined: 1, people: 12))
        #expect(desk.room.publicOffset == 0)
    }

    @Test("a later join tells only the units that are new, and its path is the one that the room knows")
    func laterJoin() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        let city = RosterUnit(id: UnitID(1_302), parent: .hebei, name: "Tangshan", order: 2)
        let moved = RosterUnit(id: .hebei, parent: UnitID(99), name: "Renamed", order: 0)
        let request = RoomDesk.request(
            .ben,
            path: [RosterUnit(id: UnitID(99), parent: nil, name: "", order: 0), moved, city]
        )
        let decision = try desk.decide(.join(request), by: nil)
        desk.take(decision)
        #expect(decision.facts.first == .unitAdded(city))
        guard case .joined(let joined) = decision.answer else { throw RoomDesk.Surprise(answer: decision.answer) }
        #expect(joined.path == [.ministry, .hebei, UnitID(1_302)])
        #expect(joined.path == desk.room.roster.path(of: UnitID(1_302)))
    }

    @Test("a second tree hangs below the first root, in the answer as in the roster")
    func secondTree() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        let foreign = RosterUnit(id: UnitID(77), parent: nil, name: "Guests", order: 0)
        let decision = try desk.decide(.join(RoomDesk.request(.ben, path: [foreign])), by: nil)
        desk.take(decision)
        guard case .joined(let joined) = decision.answer else { throw RoomDesk.Surprise(answer: decision.answer) }
        #expect(joined.path == [.ministry, UnitID(77)])
        #expect(joined.path == desk.room.roster.path(of: UnitID(77)))
        #expect(desk.room.roster.counts.joined == 2)
    }

    @Test("a session that asks again, its answer lost, keeps its seat and gets the new token")
    func joinAgain() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        #expect(try desk.run(.join(RoomDesk.request(.ann)), by: nil) == [])
        let session = Principal.ann.session()
        let again = JoinRequest(
            session: session,
            profile: Profile(principal: .ann, name: "P2"),
            path: RoomDesk.path,
            token: TokenDigest(session, 5)
        )
        let facts = try desk.run(.join(again), by: nil)
        #expect(facts == [.tokenRotated(session, shown: TokenDigest(session, 0), next: TokenDigest(session, 5))])
        #expect(desk.room.seatCount == 1)
    }

    @Test("a seat is nobody else's")
    func foreignSeat() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        let thief = JoinRequest(
            session: Principal.ann.session(),
            profile: Profile(principal: .ben, name: "P3"),
            path: RoomDesk.path,
            token: TokenDigest(Principal.ann.session(), 1)
        )
        #expect(desk.refusal(.join(thief), by: nil) == .alreadyJoined)
        let impostor = Command.Actor.session(Principal.ann.session(), of: .ben)
        #expect(throws: RoomRefusal.notInRoom) { try desk.room.decide(Command(.leave, by: impostor), at: desk.now) }
    }

    @Test("policy replace seats the newer session before it takes the older one's seat and mesh place")
    func replace() throws {
        var desk = try RoomDesk(mesh: 1)
        try desk.join(.ann, media: true)
        let old = Principal.ann.session()
        let joined = try desk.join(.ann, 1, media: true)
        #expect(joined.replaced == [old])
        #expect(joined.media == .mesh)
        let new = Principal.ann.session(1)
        #expect(
            desk.log.map { $0.fact }.suffix(3) == [
                .vacated(old, .replaced), .meshLeft(old), .meshEntered(new, .ann, name: "P2"),
            ]
        )
        #expect(desk.room.sessions(of: .ann) == [new])
    }

    @Test("a participant whose session is replaced keeps hand and floor")
    func replaceKeepsFloor() throws {
        var desk = try RoomDesk()
        try desk.join(.chair)
        try desk.join(.ann)
        try desk.join(.ben)
        try desk.run(.requestFloor, by: .ann)
        try desk.run(.grantFloor(.ben), by: .chair)
        try desk.join(.ann, 1)
        try desk.join(.ben, 1)
        #expect(desk.room.floor.isRequested(by: .ann))
        #expect(desk.room.floor.isHeld(by: .ben))
    }

    @Test("policy refuse lets no second session in")
    func refuse() throws {
        var desk = try RoomDesk(policy: .refuse)
        try desk.join(.ann)
        #expect(desk.joinRefusal(.ann, 1) == .alreadyJoined)
    }

    @Test("policy allow seats several sessions as one participant, and past the limit the oldest goes")
    func allow() throws {
        var desk = try RoomDesk(policy: .allow, limits: RoomLimits(sessionsPerParticipantMax: 2))
        try desk.join(.ann, people: 3)
        #expect(try desk.join(.ann, 1, people: 5).replaced == [])
        #expect(desk.room.participantCount == 1)
        #expect(desk.room.roster.counts.people == 5)
        #expect(try desk.join(.ann, 2).replaced == [Principal.ann.session()])
        #expect(desk.room.sessions(of: .ann) == [Principal.ann.session(1), Principal.ann.session(2)])
    }

    @Test("a participant looks like its newest session, and like the one before when that goes")
    func newestSession() throws {
        var desk = try RoomDesk(policy: .allow)
        try desk.join(.ann, people: 3)
        let hebei = RoomDesk.request(.ann, 1, people: 7, path: Array(RoomDesk.path.prefix(2)))
        try desk.run(.join(hebei), by: nil)
        #expect(desk.room.roster.unit(of: .ann) == .hebei)
        #expect(desk.room.roster.counts == RosterCounts(joined: 1, people: 7))
        try desk.run(.leave, by: .ann)
        #expect(desk.room.roster.unit(of: .ann) == .county)
        #expect(desk.room.roster.counts == RosterCounts(joined: 1, people: 3))
    }

    @Test("a full room lets in no participant, but further sessions of those it has")
    func full() throws {
        var desk = try RoomDesk(participantsMax: 2, policy: .allow)
        try desk.join(.ann)
        try desk.join(.ben)
        #expect(desk.joinRefusal(.eve) == .roomFull(limit: 2))
        #expect(desk.joinRefusal(.ann, 1) == nil)
        try desk.run(.leave, by: .ben)
        #expect(desk.joinRefusal(.eve) == nil)
    }

    @Test("a locked room lets in the chair and who is in it already, and nobody else")
    func locked() throws {
        var desk = try RoomDesk()
        try desk.join(.ann)
        try desk.run(.lock, by: nil)
        #expect(desk.joinRefusal(.ben) == .roomLocked)
        #expect(desk.joinRefusal(.oda) == .roomLocked)
        #expect(desk.joinRefusal(.chair) == nil)
        #expect(desk.joinRefusal(.ann, 1) == nil)
        try desk.run(.unlock, by: nil)
        #expect(desk.joinRefusal(.ben) == nil)
    }

    @Test("who leaves gives back seat, mesh place and floor, and a promotion stays")
    func leave() throws {
        var desk = try RoomDesk()
        try desk.join(.ann, media: true)
        try desk.run(.promote(.ann), by: nil)
        try desk.run(.grantFloor(.ann), by: nil)
        let session = Principal.ann.session()
        #expect(try desk.run(.leave, by: .ann) == [.vacated(session, .left), .meshLeft(session), .floorReleased(.ann)])
        #expect(desk.refusal(.leave, by: .ann) == .notInRoom)
        #expect(desk.room.role(of: .ann) == .presenter)
        try desk.join(.ann)
        #expect(desk.room.roster[.ann]?.role == .presenter)
    }

    @Test("only the last session of a participant gives the floor back")
    func lastSession() throws {
        var desk = try RoomDesk(policy: .allow)
        try desk.join(.ann)
        try desk.join(.ann, 1)
        try desk.run(.requestFloor, by: .ann)
        #expect(try desk.run(.leave, by: .ann) == [.vacated(Principal.ann.session(1), .left)])
        #expect(
            try desk.run(.leave, by: .ann) == [.vacated(Principal.ann.session(), .left), .floorReleased(.ann)]
        )
    }

    @Test("the system alone takes a seat whose access was revoked")
    func revoke() throws {
        var desk = try RoomDesk()
        try desk.join(.chair)
        try desk.join(.ann)
        let session = Principal.ann.session()
        #expect(desk.refusal(.revoke(session), by: .chair) == .permissionDenied)
        #expect(desk.refusal(.revoke(Principal.ben.session()), by: nil) == .unknownSession)
        #expect(try desk.run(.revoke(session), by: nil) == [.vacated(session, .revoked)])
    }

    @Test("a room that nobody opened is unknown, and one that was is not opened again")
    func opening() throws {
        let room = Room()
        let lock = Command(.lock, by: .system)
        #expect(throws: RoomRefusal.unknownRoom) { try room.decide(lock, at: Timestamp(ms: 0)) }
        #expect(room.violations() == [])
        var desk = try RoomDesk()
        let info = try #require(desk.room.info)
        #expect(desk.refusal(.open(info), by: nil) == .roomExists)
        try desk.run(.end, by: nil)
        #expect(desk.refusal(.open(info), by: nil) == .roomExists)
    }
}
