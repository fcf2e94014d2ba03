// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

@testable import ConferenceCore

/// What may happen to a room from outside.
enum RoomEvent: Hashable {
    /// By the newest session of the principal; nil is the system.
    case command(Command.Action, by: Principal?, key: String? = nil)
    case join(Principal, UInt64)
    /// Resumes with the token of this number, and connects when it was good.
    case resume(SessionID, token: UInt64)
    /// Resumes with the newest token.
    case comeBack(SessionID)
    case lose(SessionID)
    case confirm(SessionID)
    case report(SessionID, isMicrophoneOn: Bool)
    case pass(ms: Int64)
}

/// A room with the clients that it sees, and a second room that is told facts alone.
struct RoomWorld {
    var room: Room
    /// Must stay equal to ``room``: nothing but facts changes what is durable.
    var mirror: Room
    var now = Timestamp(ms: 0)
    /// Kept by who sets it.
    var facts: [Fact]?
    private var connections: UInt64 = 0
    private var tokens: UInt64 = 0

    init(policy: RoomInfo.SessionPolicy, participantsMax: Int = 2, mesh: Int = 1, limits: RoomLimits) {
        self.room = Room(limits: limits)
        self.mirror = self.room
        let info = RoomInfo(
            room: RoomDesk.number,
            title: "",
            chair: .chair,
            participantsMax: participantsMax,
            sessionPolicy: policy,
            media: .mesh(limit: mesh),
            createdAt: self.now
        )
        self.run(.open(info), by: nil, key: nil)
    }

    mutating func apply(_ event: RoomEvent) {
        switch event {
        case .command(let action, let by, let key):
            self.run(action, by: by, key: key)
        case .join(let principal, let number):
            let invitation = self.room.invitations.last?.number ?? InvitationNumber(1)
            let request = RoomDesk.request(principal, number, media: true, invitation: invitation)
            if self.run(.join(request), by: nil, key: nil) {
                self.connect(principal.session(number))
            } else if self.isAdmissionPending(request) {
                _ = self.room.waitForAdmission(request, at: self.now)
            }
        case .resume(let session, let token):
            self.resume(session, TokenDigest(session, token))
        case .comeBack(let session):
            if let seat = self.room.seat(of: session) { self.resume(session, seat.tokens.current) }
        case .lose(let session):
            if let connection = self.room.connection(of: session) {
                self.room.connectionLost(connection, of: session, at: self.now)
            }
        case .confirm(let session):
            self.room.confirmToken(of: session)
        case .report(let session, let isMicrophoneOn):
            let report = MediaReport(isMicrophoneOn: isMicrophoneOn, isCameraOn: false)
            if let facts = try? self.room.report(report, of: session) { self.commit(facts) }
        case .pass(let milliseconds):
            self.now = self.now.advanced(byMs: milliseconds)
            self.commit(self.room.advance(to: self.now))
        }
    }

    /// Whether the command was accepted.
    @discardableResult
    private mutating func run(_ action: Command.Action, by: Principal?, key: String?) -> Bool {
        let actor = by.map { Command.Actor.session(self.room.sessions(of: $0).last ?? $0.session(), of: $0) }
        let command = Command(action, by: actor ?? .system, key: key)
        guard let decision = try? self.room.decide(command, at: self.now) else { return false }
        self.room.evolve(decision, at: self.now)
        self.facts?.append(contentsOf: decision.facts)
        for fact in decision.facts { self.mirror.evolve(fact, at: self.now) }
        return true
    }

    private func isAdmissionPending(_ request: JoinRequest) -> Bool {
        do {
            _ = try self.room.decide(Command(.join(request), by: .system), at: self.now)
            return false
        } catch {
            return error == .admissionPending
        }
    }

    private mutating func resume(_ session: SessionID, _ shown: TokenDigest) {
        // Numbers from 100 on, so that the first token stays number 0.
        let next = TokenDigest(session, 100 + self.tokens)
        guard self.run(.resume(session, shown: shown, next: next), by: nil, key: nil) else { return }
        self.tokens += 1
        self.connect(session)
    }

    private mutating func connect(_ session: SessionID) {
        self.connections += 1
        self.room.connectionTaken(ConnectionID(self.connections), by: session)
    }

    private mutating func commit(_ facts: [Fact]) {
        self.facts?.append(contentsOf: facts)
        for fact in facts {
            self.room.evolve(fact, at: self.now)
            self.mirror.evolve(fact, at: self.now)
        }
    }

    /// What is wrong after an event; empty when all is well.
    func violations() -> [String] {
        self.room.violations() + (self.room == self.mirror ? [] : ["something durable changed without a fact"])
    }

    /// What is wrong with a room made from this one's snapshot; empty when all is well.
    func snapshotViolations() -> [String] {
        let facts = self.room.snapshotFacts()
        let log = facts.map { (fact: $0, at: Timestamp(ms: 7)) }
        let restored = Room(limits: self.room.limits, restoring: log, now: self.now)
        var found = restored.violations()
        if restored != self.room { found.append("the fold of the snapshot differs from the room") }
        if restored.snapshotFacts() != facts { found.append("the snapshot of the snapshot differs") }
        return found
    }

    /// Everything that the future of the room depends on; worlds with equal keys go on alike.
    struct Key: Hashable {
        let state: RoomState
        let presences: [SessionID: Presence.State]
        let confirmed: Set<SessionID>
        let speaking: Set<SessionID>
        let deadlines: [SessionID]
        let progress: Progress
        let waiting: [Lobby.Guest]
        let nextSweep: Timestamp?
        let now: Timestamp
    }

    var key: Key {
        Key(
            state: self.room.state,
            presences: self.room.presences.mapValues { presence in
                switch presence.state {
                case .connected: .connected(ConnectionID(0))
                case .suspended(let until, _): .suspended(until: until, number: 0)
                }
            },
            confirmed: Set(self.room.presences.filter { $0.value.isTokenConfirmed }.keys),
            speaking: Set(self.room.presences.filter { $0.value.media.isMicrophoneOn }.keys),
            deadlines: self.room.suspensions.entries.filter { self.room.isLive($0) }.map { $0.session },
            progress: self.room.progress,
            waiting: self.room.lobby.waiting,
            nextSweep: self.room.lobby.nextSweep,
            now: self.now
        )
    }
}
