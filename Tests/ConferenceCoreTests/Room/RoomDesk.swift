// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

extension Principal {
    static let chair = Principal(.account, 1)
    static let ann = Principal(.account, 2)
    static let ben = Principal(.account, 3)
    static let eve = Principal(.account, 4)
    /// Joins with the authority of an operator.
    static let oda = Principal(.account, 9)
    /// Guests of the room's first invitation.
    static let gil = Principal(.guest, 6)
    static let gus = Principal(.guest, 7)

    /// The n-th session of this principal.
    func session(_ number: UInt64 = 0) -> SessionID { SessionID(self.id * 0x100 + number) }
}

extension UnitID {
    static let ministry = UnitID(1)
    static let hebei = UnitID(13)
    static let county = UnitID(1_301)
}

extension TokenDigest {
    /// The n-th token that `session` was given.
    init(_ session: SessionID, _ number: UInt64) {
        self.init(high: session.rawValue, low: number)
    }
}

/// One opened room, what it has been told, and the log that a host would have written.
struct RoomDesk {
    static let number = RoomID(428_913_577)!
    static let path = [
        RosterUnit(id: .ministry, parent: nil, name: "Ministry", order: 0),
        RosterUnit(id: .hebei, parent: .ministry, name: "Hebei", order: 13),
        RosterUnit(id: .county, parent: .hebei, name: "Zhengding", order: 1),
    ]

    var room: Room
    var now = Timestamp(ms: 1_000_000)
    var log: [(fact: Fact, at: Timestamp)] = []

    init(
        participantsMax: Int = 500,
        policy: RoomInfo.SessionPolicy = .replace,
        mesh: Int = 4,
        limits: RoomLimits = RoomLimits()
    ) throws {
        self.room = Room(limits: limits)
        let info = RoomInfo(
            room: Self.number,
            title: "Flood control",
            chair: .chair,
            participantsMax: participantsMax,
            sessionPolicy: policy,
            media: .mesh(limit: mesh),
            createdAt: self.now
        )
        try self.take(self.room.decide(Command(.open(info), by: .system), at: self.now))
    }

    // MARK: Commands

    /// Decides and takes in; `by` acts through its newest session, nil is the system.
    @discardableResult
    mutating func run(_ action: Command.Action, by: Principal?, key: String? = nil) throws -> [Fact] {
        let decision = try self.decide(action, by: by, key: key)
        self.take(decision)
        return decision.facts
    }

    /// As ``run(_:by:key:)``, but for who wants to know the answer.
    mutating func receipt(_ action: Command.Action, by: Principal?, key: String? = nil) throws -> Receipt {
        let decision = try self.decide(action, by: by, key: key)
        self.take(decision)
        guard case .receipt(let receipt) = decision.answer else { throw Surprise(answer: decision.answer) }
        return receipt
    }

    func decide(_ action: Command.Action, by: Principal?, key: String? = nil) throws -> Decision {
        try self.room.decide(Command(action, by: self.actor(by), key: key), at: self.now)
    }

    /// How the room refuses; nil when it does not.
    func refusal(_ action: Command.Action, by: Principal?, key: String? = nil) -> RoomRefusal? {
        do {
            _ = try self.room.decide(Command(action, by: self.actor(by), key: key), at: self.now)
            return nil
        } catch {
            return error
        }
    }

    private func actor(_ principal: Principal?) -> Command.Actor {
        guard let principal else { return .system }
        return .session(self.room.sessions(of: principal).last ?? principal.session(), of: principal)
    }

    mutating func take(_ decision: Decision) {
        self.log += decision.facts.map { ($0, self.now) }
        self.room.evolve(decision, at: self.now)
        #expect(self.room.violations() == [])
    }

    /// Commits facts that a host got from `report` or `advance`.
    mutating func commit(_ facts: [Fact]) {
        for fact in facts {
            self.log.append((fact, self.now))
            self.room.evolve(fact, at: self.now)
        }
        #expect(self.room.violations() == [])
    }

    // MARK: Coming and going

    static func request(
        _ principal: Principal,
        _ number: UInt64 = 0,
        media: Bool = false,
        people: Int32 = 1,
        path: [RosterUnit] = Self.path,
        invitation: InvitationNumber = InvitationNumber(1)
    ) -> JoinRequest {
        JoinRequest(
            session: principal.session(number),
            profile: Profile(principal: principal, name: "P\(principal.id)"),
            path: principal.kind == .guest ? [] : path,
            people: people,
            authority: principal == .oda ? .operator : .none,
            wantsMedia: media,
            token: TokenDigest(principal.session(number), 0),
            invitation: principal.kind == .guest ? invitation : nil
        )
    }

    /// Joins and connects.
    @discardableResult
    mutating func join(
        _ principal: Principal,
        _ number: UInt64 = 0,
        media: Bool = false,
        people: Int32 = 1
    ) throws -> Decision.Joined {
        let request = Self.request(principal, number, media: media, people: people)
        let decision = try self.room.decide(Command(.join(request), by: .system), at: self.now)
        self.take(decision)
        self.connect(request.session)
        guard case .joined(let joined) = decision.answer else { throw Surprise(answer: decision.answer) }
        return joined
    }

    func joinRefusal(_ principal: Principal, _ number: UInt64 = 0) -> RoomRefusal? {
        self.refusal(.join(Self.request(principal, number)), by: nil)
    }

    mutating func connect(_ session: SessionID, _ connection: UInt64 = 1) {
        self.room.connectionTaken(ConnectionID(connection), by: session)
        #expect(self.room.violations() == [])
    }

    mutating func disconnect(_ session: SessionID, _ connection: UInt64 = 1) {
        self.room.connectionLost(ConnectionID(connection), of: session, at: self.now)
        #expect(self.room.violations() == [])
    }

    @discardableResult
    mutating func wait(ms: Int64) -> [Fact] {
        self.now = self.now.advanced(byMs: ms)
        let facts = self.room.advance(to: self.now)
        self.commit(facts)
        return facts
    }

    /// Reports a microphone and commits what follows.
    @discardableResult
    mutating func microphone(_ isOn: Bool, _ principal: Principal, _ number: UInt64 = 0) throws -> [Fact] {
        let report = MediaReport(isMicrophoneOn: isOn, isCameraOn: false)
        let facts = try self.room.report(report, of: principal.session(number))
        self.commit(facts)
        return facts
    }

    struct Surprise: Error {
        let answer: Decision.Answer
    }
}
