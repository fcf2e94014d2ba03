// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
internal import Wire

// A client as docs/protocol.md wants it, and no kinder: it drops connections, goes silent, reads slowly, comes back
// late or at once, and sends each command again with the same key until it has a receipt. It holds the server to every
// sentence of the protocol that one client can check; what takes several is left to the `Witness`.

/// A client of one account, with at most one connection.
public final class ModelClient: LinkClient {
    /// What kind of life a client leads.
    public struct Plan: Sendable {
        /// Whose account; several clients may share one, as devices of the same participant do.
        public var account: Int
        /// The network it is on.
        public var group: Int
        /// Rooms that this client creates in its life.
        public var roomsToCreate: Int
        /// Participants that commands may name: accounts below this.
        public var accounts: Int
        /// Whether another client signs in as the same account.
        public var sharesAccount: Bool
        /// How long a seat is kept for a client without a connection.
        public var resumeGrace: Duration
        public var manner = Manner.restless

        public init(
            account: Int,
            group: Int,
            roomsToCreate: Int,
            accounts: Int,
            sharesAccount: Bool,
            resumeGrace: Duration
        ) {
            self.account = account
            self.group = group
            self.roomsToCreate = roomsToCreate
            self.accounts = accounts
            self.sharesAccount = sharesAccount
            self.resumeGrace = resumeGrace
        }
    }

    /// What a client does of itself.
    public enum Manner: Sendable {
        /// Whatever comes to its mind.
        case restless
        /// Watches the summaries of its path, and perhaps the page of its unit; does what it is told, and comes back
        /// when its slot says so.
        case steady(watchesPage: Bool)
    }

    enum Phase {
        /// No connection. Exits: `greeting` when it connects.
        case away
        /// Connected, but not greeted. Exits: `authenticating` or `resuming` by `server.hello`.
        case greeting
        /// Exits: `signedIn`; `authenticating` again after a refusal that may pass.
        case authenticating
        /// Exits: `signedIn`; `authenticating` when the session is gone.
        case resuming
        /// Exits: `finished` by a goodbye.
        case signedIn
        /// Never comes back. No exits.
        case finished
    }

    private static let heartbeatInterval: Duration = .seconds(5)
    private static let heartbeatTimeout: Duration = .seconds(12)
    /// Of steady clients: thousands of them would do little else.
    static let steadyHeartbeatInterval: Duration = .seconds(10)
    static let steadyHeartbeatTimeout: Duration = .seconds(25)

    public let number: Int
    let plan: Plan
    let world: SimulatedWorld
    let network: SimulatedNetwork
    let witness: Witness
    var random: SeededGenerator

    var phase = Phase.away
    public internal(set) var link: SimulatedLink?
    var session: WireSession?
    var participant: WireParticipant?
    var seat: ModelSeat?
    var seatsTaken = 0
    var open: [Int64: OpenRequest] = [:]
    var lastRequest: Int64 = 0
    /// Malformed messages whose errors, without id, are still to come.
    var nonsenseSent = 0
    var commands: [KeyedCommand] = []
    var commandsMade = 0
    var lastSentAt: Duration = .zero
    var lastHeardAt: Duration = .zero
    /// When a seated client was certainly heard by the server for the last time, on the clock that graces run on.
    var seatSafeUntil: Duration = .zero
    /// How often the link had been congested when the frame that is being read was sent.
    var congestionsSeen = 0
    /// It neither reads nor sends before this.
    var stalledUntil: Duration = .zero
    var isActing: Bool
    /// Bytes of all frames that reached the client.
    private(set) var bytesTold = 0
    /// How often `room` or `self` began anew.
    var roomAndSelfResets = 0
    var isAccessRevoked = false
    var isLeaving = false
    var hasResumed = false
    var hasShownSpentToken = false
    var hasSaidGoodbye = false
    /// Requests to resume that were sent on connections since dropped; they may still arrive.
    var resumesAbandoned = 0
    /// Requests to join whose fate is not known: one that comes late may replace a later session.
    var joinsUnanswered = 0
    var roomsLeftToCreate: Int
    var roomsCreated = 0
    /// Sent again as it was until it is answered.
    var pendingCreate: ClientCall.CreateRoom?

    public init(number: Int, plan: Plan, network: SimulatedNetwork, witness: Witness) {
        self.number = number
        self.plan = plan
        self.world = network.world
        self.network = network
        self.witness = witness
        self.random = network.world.makeGenerator(0x10_0000 + UInt64(number))
        self.roomsLeftToCreate = plan.roomsToCreate
        self.isActing = if case .restless = plan.manner { true } else { false }
    }

    /// Whether it does nothing that it is not told to.
    var isSteady: Bool {
        if case .steady = self.plan.manner { true } else { false }
    }

    /// The session of the seat, while the client has one.
    var seatedSession: WireSession? { self.seat?.session }

    public var isFinished: Bool {
        if case .finished = self.phase { true } else { false }
    }

    /// Whether the client has a connection on which it is signed in.
    public var isSignedIn: Bool {
        if case .signedIn = self.phase { true } else { false }
    }

    /// Commands without a receipt.
    public var openCommands: Int { self.commands.count }

    var isStalled: Bool { self.world.now < self.stalledUntil }

    func violate(_ what: String) {
        self.world.violate("client \(self.number) (\(self.participant?.text ?? "nobody")): \(what)")
    }

    func explain(_ line: @autoclosure () -> String) {
        self.world.trace.explain("client \(self.number): " + line())
    }

    // MARK: Life

    /// Begins: connects after `delay` and looks after itself from then on.
    public func start(after delay: Duration) {
        self.world.after(delay) { self.connect() }
        self.world.after(delay) { self.tick() }
    }

    /// Ends the load: no more actions, but commands under way are brought home.
    public func settle() {
        self.isActing = false
        self.stalledUntil = .zero
        if self.link == nil, !self.isFinished { self.connect() }
    }

    /// Says goodbye where that is possible, and never comes back.
    public func sayGoodbye() {
        guard case .signedIn = self.phase else { return self.finish() }
        self.isLeaving = true
        self.send(.sessionBye)
        // A goodbye that gets lost is no reason to stay.
        self.world.after(.seconds(15)) { if !self.isFinished { self.finish() } }
    }

    /// It goes from one network to another and comes back at once; the server may believe the old connection alive.
    public func changeNetwork(noticed: Duration?) {
        guard self.link != nil else { return }
        self.dropLink(noticed: noticed)
        self.comeBack(after: self.random.delay(upTo: .milliseconds(60)))
    }

    /// It sleeps, as a phone in a pocket does: nothing is read, nothing is sent.
    public func stall(for duration: Duration) {
        self.stalledUntil = self.world.now + duration
        self.link?.stopReadingAtClient(for: duration)
    }

    /// It sends as ever but does not read, as a program with much to draw does, and so does not miss anything either.
    public func stopReading(for duration: Duration) {
        self.lastHeardAt = self.world.now + duration
        self.link?.stopReadingAtClient(for: duration)
    }

    /// Its account was disabled.
    public func accessWasRevoked() {
        self.isAccessRevoked = true
    }

    func finish() {
        self.phase = .finished
        self.seat = nil
        self.commands = []
        self.dropLink(noticed: .milliseconds(20))
    }

    /// Once a second: heartbeat, patience, and perhaps an action.
    private func tick() {
        guard !self.isFinished else { return }
        let pause: Duration = self.isSteady ? .seconds(5) : .milliseconds(900)
        self.world.after(pause + self.random.delay(upTo: .milliseconds(200))) { self.tick() }
        guard self.link != nil, !self.isStalled else { return }
        let heartbeatTimeout = self.isSteady ? Self.steadyHeartbeatTimeout : Self.heartbeatTimeout
        if self.world.now - self.lastHeardAt > heartbeatTimeout {
            self.explain("hears nothing and gives the connection up")
            self.world.count(.takeover)
            self.dropLink(noticed: self.random.oneIn(2) ? nil : self.random.delay(upTo: .seconds(20)))
            return self.comeBack(after: self.drawPause())
        }
        guard case .signedIn = self.phase else { return }
        let heartbeatInterval = self.isSteady ? Self.steadyHeartbeatInterval : Self.heartbeatInterval
        if self.world.now - self.lastSentAt >= heartbeatInterval { self.send(.sessionPing) }
        self.resendCommands()
        guard self.isActing, self.random.oneIn(2) else { return }
        self.world.after(self.random.delay(upTo: .milliseconds(900))) { self.act() }
    }

    // MARK: Connecting

    func connect() {
        guard self.link == nil, !self.isFinished else { return }
        self.phase = .greeting
        self.lastHeardAt = self.world.now
        self.link = self.network.connect(self, group: self.plan.group)
    }

    func comeBack(after pause: Duration) {
        self.phase = .away
        self.world.after(pause) { self.connect() }
    }

    /// Forgets the connection; the server may or may not be told.
    func dropLink(noticed: Duration?) {
        self.link?.abandon(noticed: noticed)
        self.forgetLink()
    }

    func forgetLink() {
        self.link = nil
        if case .resuming = self.phase { self.resumesAbandoned += 1 }
        self.open = [:]
        self.nonsenseSent = 0
        for command in self.commands { command.isOnItsWay = false }
    }

    /// How long the client stays away after it lost its connection.
    func drawPause() -> Duration {
        if self.isSteady { return self.slotPause }
        guard self.isActing else { return self.random.delay(upTo: .milliseconds(500)) }
        switch self.random.below(100) {
        case 0..<40: return self.random.delay(upTo: .milliseconds(40))
        case 40..<80: return self.random.delay(upTo: .seconds(3))
        case 80..<93: return self.random.delay(upTo: .seconds(12))
        default: return self.plan.resumeGrace + self.random.delay(upTo: .seconds(15))
        }
    }

    /// What docs/protocol.md asks for when the server vanishes: slot times the newest spread that `summary` told.
    private var slotPause: Duration {
        guard let seat = self.seat else { return self.random.delay(upTo: .milliseconds(500)) }
        guard case .summary(let state) = seat[.summary]?.version?.state else { return .seconds(1) * seat.slot }
        return .milliseconds(Int64(state.spreadMs)) * seat.slot
    }

    // MARK: LinkClient

    public func link(_ link: SimulatedLink, received frame: Frame, after congestions: Int) {
        guard link === self.link else { return self.violate("hears from a connection that it dropped") }
        self.congestionsSeen = congestions
        self.bytesTold += frame.payloadCount
        let received = self.witness.read(frame.payload, of: frame)
        self.world.note(.reachedClient, UInt64(self.number), UInt64(link.number), received.digest)
        self.lastHeardAt = self.world.now
        guard let messages = received.messages else {
            return self.violate("cannot read \(String(decoding: frame.payload, as: UTF8.self))")
        }
        for message in messages {
            guard link === self.link else { return }  // A message before this one ended it.
            switch message {
            case .response(let id, let result): self.answered(id, result)
            case .error(let id, let error): self.refused(id, error)
            case .push(let push, let digest): self.pushed(push, digest)
            }
        }
    }

    public func link(_ link: SimulatedLink, closedWith code: UInt16?) {
        guard link === self.link else { return self.violate("is told of the end of a connection that it dropped") }
        self.explain("is closed with \(code.map(String.init) ?? "nothing")")
        self.forgetLink()
        guard !self.isFinished else { return }
        guard let code else { return self.comeBack(after: self.drawPause()) }
        guard let known = CloseCode(rawValue: code) else {
            self.violate("is closed with the unknown code \(code)")
            return self.comeBack(after: self.drawPause())
        }
        self.closed(known)
    }
}
