// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

// What a client of docs/protocol.md does next: a value without socket, clock or randomness. Each input is a mutating
// function that is told the time; what is to be done is collected and taken with `takeActions()`. The same inputs and
// the same seed give the same actions, so any life of a session can be replayed in a test.
//
// `+Connection` opens, greets, signs in, resumes and comes back; `+Requests` keeps what was asked until it is answered;
// `+Streams` keeps the streams whole; `+Time` knows when something is due.

/// The state of one client's session.
struct SessionState: Sendable {
    enum Phase: Hashable, Sendable {
        /// Exits: `connecting` by ``start(at:)``.
        case idle
        /// Exits: `greeting` when the connection is open; `waiting` when it fails.
        case connecting
        /// Exits: `authenticating` or `resuming` by `server.hello`; `waiting`.
        case greeting
        /// Exits: `ready`; `waiting`; `ended` when the credentials are refused.
        case authenticating
        /// Exits: `ready`; `authenticating` when there is nothing to resume; `waiting`.
        case resuming
        /// Signed in. Exits: `waiting`; `ended`.
        case ready
        /// Without a connection. Exits: `connecting` when the time has come.
        case waiting(until: Duration)
        /// No exits.
        case ended
    }

    let configuration: ClientConfiguration
    var credentials: Credentials
    var random: ClientRandom
    var phase = Phase.idle
    /// When `phase` was entered.
    var since: Duration = .zero
    var actions: [SessionAction] = []

    var heartbeat = ServerHello.Heartbeat(intervalMs: 5_000, timeoutMs: 12_000)
    var lastSentAt: Duration = .zero
    var lastHeardAt: Duration = .zero
    var greetedAt: Duration = .zero

    /// The sign-in or resume that waits for its answer.
    var signIn: RequestNumber?
    /// When a refused sign-in is tried again on the same connection.
    var signInNotBefore: Duration?
    var hasSignedIn = false
    /// Connections that were lost or failed since the last that lasted.
    var failures = 0

    var seat: SessionSeat?
    /// The seat is gone and this asks for another.
    var rejoin: ClientCall.JoinRoom?
    /// The rejoin that waits for its answer.
    var rejoinNumber: RequestNumber?
    var rejoinNotBefore: Duration?
    /// Streams to watch again after a rejoin.
    var rewatch: [StreamName] = []

    var requests: [RequestNumber: OpenRequest] = [:]
    var openBytes = 0
    var lastNumber: Int64 = 0
    var lastKey: UInt64 = 0
    private let keyPrefix: String

    /// - Parameter seed: Spreads pauses and makes keys unique: another for each session of an account.
    init(_ credentials: Credentials, configuration: ClientConfiguration, seed: UInt64) {
        self.credentials = credentials
        self.configuration = configuration
        self.random = ClientRandom(seed: seed)
        self.keyPrefix = String(self.random.next(), radix: 36)
    }

    /// What is to be done, in this order; a second call gives what came since.
    mutating func takeActions() -> [SessionAction] {
        exchange(&self.actions, with: [])
    }

    /// A key that no other command of this account has.
    mutating func makeKey() -> String {
        self.lastKey += 1
        return "\(self.keyPrefix)-\(self.lastKey)"
    }

    mutating func enter(_ phase: Phase, at now: Duration) {
        self.phase = phase
        self.since = now
    }

    mutating func makeNumber() -> RequestNumber {
        self.lastNumber += 1
        return RequestNumber(rawValue: self.lastNumber)
    }

    /// Sends `call` under `number` outside of the open requests.
    mutating func send(_ call: ClientCall, as number: RequestNumber, at now: Duration) {
        self.sendMessage(ClientRequest(id: .number(number.rawValue), call: call).encoded(), at: now)
    }

    mutating func sendMessage(_ message: [UInt8], at now: Duration) {
        self.lastSentAt = now
        self.actions.append(.send(message))
    }

    /// Ends the session: nothing follows.
    mutating func end(_ error: ClientError?, at now: Duration) {
        guard self.phase != .ended else { return }
        switch self.phase {
        case .connecting, .greeting, .authenticating, .resuming, .ready: self.actions.append(.disconnect)
        case .idle, .waiting, .ended: break
        }
        self.enter(.ended, at: now)
        self.seat = nil
        self.rejoin = nil
        for number in self.requests.keys.sorted() { self.answer(number, .failure(error ?? .stopped)) }
        self.actions.append(.tell(.ended(error)))
    }
}
