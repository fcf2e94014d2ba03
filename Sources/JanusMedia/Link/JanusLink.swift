// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The connection to one Janus: a WebSocket at a time, one session for as long as it can be kept, and the requests
/// that wait for their answers.
///
/// A value that decides; whoever holds it performs what ``takeOutputs()`` gives, in order. `Tag` says whose a request
/// is.
struct JanusLink<Tag: Hashable & Sendable>: Sendable {
    enum Output: Hashable, Sendable {
        /// Open a WebSocket; answer by `opened` or `closed`.
        case connect
        /// Drop the WebSocket, if there is one.
        case disconnect
        case send([UInt8])
        /// What a request came to; told once for each that carried a tag, unless the session ends before.
        case reply(Tag, JanusReply)
        /// A message that answers no request.
        case event(JanusMessage)
        /// A session is there; a new one unless the last could be claimed.
        case began(session: UInt64, isNew: Bool)
        /// The session is lost with all that it held; of what waited for answers nothing more is heard.
        case ended
        /// An attachment whose request had been given up was made all the same.
        case strayHandle(UInt64)
    }

    private enum Phase: Hashable {
        /// Exits: `waiting` by ``start(at:)``.
        case stopped
        /// Exits: `connecting` when it is time.
        case waiting(until: Duration)
        /// Exits: `opening` when the WebSocket is open, `waiting` when it is not.
        case connecting
        /// A session is being made or claimed. Exits: `up`; `waiting`.
        case opening
        /// Exits: `waiting` when the WebSocket is lost.
        case up
    }

    private enum Purpose: Hashable {
        case create
        case claim
        case keepAlive
        case attach(Tag)
        case other(Tag?)
    }

    private struct Pending {
        let purpose: Purpose
        let endsWithAck: Bool
        /// Nil once it has been given up; it is kept for what may yet be made.
        var isAbandoned = false
    }

    private struct Waiting {
        let request: JanusRequest
        let tag: Tag?
    }

    /// Requests that wait for a WebSocket, or for answers, at most; beyond, they fail at once.
    static var requestsMax: Int { 16_384 }

    private let apiSecret: String
    private let timings: LinkTimings
    private var phase = Phase.stopped
    private(set) var session: UInt64?
    /// Since when the session has no WebSocket.
    private var lostAt: Duration?
    private var pauses = 0
    private var pending: [UInt64: Pending] = [:]
    /// Deadlines of requests, which all have the same time, in their order; answered ones are passed over.
    private var deadlines: [(at: Duration, transaction: UInt64)] = []
    private var deadlinesHead = 0
    private var outbox: [Waiting] = []
    private var nextTransaction: UInt64 = 1
    private var nextKeepAlive: Duration?
    private var outputs: [Output] = []
    private(set) var requestsCount: UInt64 = 0
    private(set) var timeoutsCount: UInt64 = 0

    init(apiSecret: String, timings: LinkTimings) {
        self.apiSecret = apiSecret
        self.timings = timings
    }

    /// Requests whose answers are awaited.
    var openRequests: Int { self.pending.count + self.outbox.count }

    mutating func takeOutputs() -> [Output] {
        defer { self.outputs = [] }
        return self.outputs
    }

    // MARK: What its owner asks

    /// Begins to connect.
    ///
    /// - Parameter session: One that an earlier process had, to be claimed first.
    mutating func start(claiming session: UInt64? = nil, at now: Duration) {
        guard self.phase == .stopped else { return }
        self.session = session
        self.lostAt = session.map { _ in now }
        self.phase = .connecting
        self.outputs.append(.connect)
    }

    /// Ends the connection; Janus keeps the session for its `reclaim_session_timeout`.
    mutating func stop() {
        guard self.phase != .stopped else { return }
        self.phase = .stopped
        self.nextKeepAlive = nil
        self.forgetRequests()
        self.outputs.append(.disconnect)
    }

    /// Asks Janus; what comes of it is told with `tag`, unless that is nil.
    mutating func ask(_ request: JanusRequest, tag: Tag?, at now: Duration) {
        guard self.openRequests < Self.requestsMax, self.session != nil else {
            if let tag { self.outputs.append(.reply(tag, .failed(.linkLost))) }
            return
        }
        guard self.phase == .up else {
            self.outbox.append(Waiting(request: request, tag: tag))
            return
        }
        self.send(request, tag: tag, at: now)
    }

    // MARK: What the WebSocket tells

    mutating func opened(at now: Duration) {
        guard self.phase == .connecting else { return }
        self.phase = .opening
        if self.session != nil {
            self.send(.claim, as: .claim, at: now)
        } else {
            self.send(.create, as: .create, at: now)
        }
    }

    mutating func closed(at now: Duration) {
        switch self.phase {
        case .stopped, .waiting: return
        case .connecting, .opening, .up: self.lose(at: now)
        }
    }

    mutating func received(_ message: JanusMessage, at now: Duration) {
        if message.kind == .timeout {
            guard message.sessionID == self.session else { return }
            self.endSession(at: now)
            return
        }
        guard let transaction = message.transaction, let request = self.pending[transaction] else {
            self.outputs.append(.event(message))
            return
        }
        let reply = message.kind == .ack && request.endsWithAck ? .done(id: nil) : message.reply
        guard let reply else { return }  // An acknowledgment; the answer follows.
        self.pending[transaction] = nil
        if case .failed(let failure) = reply, failure.isCore(JanusFailure.CoreCode.noSuchSession) {
            self.endSession(at: now)
            return
        }
        self.answered(request, reply, at: now)
    }

    // MARK: Time

    /// When ``timePassed(at:)`` has something to do.
    var deadline: Duration? {
        var earliest: Duration?
        if self.deadlinesHead < self.deadlines.count { earliest = self.deadlines[self.deadlinesHead].at }
        if case .waiting(let until) = self.phase { earliest = min(earliest ?? until, until) }
        if let keepAlive = self.nextKeepAlive { earliest = min(earliest ?? keepAlive, keepAlive) }
        if let end = self.reclaimEnd { earliest = min(earliest ?? end, end) }
        return earliest
    }

    mutating func timePassed(at now: Duration) {
        if let end = self.reclaimEnd, end <= now { self.forgetSession() }
        if case .waiting(let until) = self.phase, until <= now {
            self.phase = .connecting
            self.outputs.append(.connect)
        }
        if let keepAlive = self.nextKeepAlive, keepAlive <= now {
            self.nextKeepAlive = now + self.timings.keepAlive
            if self.phase == .up { self.send(.keepAlive, as: .keepAlive, at: now) }
        }
        while self.deadlinesHead < self.deadlines.count, self.deadlines[self.deadlinesHead].at <= now {
            let transaction = self.deadlines[self.deadlinesHead].transaction
            self.deadlinesHead += 1
            self.expire(transaction, at: now)
        }
        if self.deadlinesHead > 1_024, self.deadlinesHead * 2 > self.deadlines.count {
            self.deadlines.removeFirst(self.deadlinesHead)
            self.deadlinesHead = 0
        }
    }

    // MARK: Steps

    /// When a session without a WebSocket is given up; nil also while it is being claimed.
    private var reclaimEnd: Duration? {
        guard self.session != nil, self.phase != .opening else { return nil }
        return self.lostAt.map { $0 + self.timings.reclaim }
    }

    private mutating func send(_ request: JanusRequest, tag: Tag?, at now: Duration) {
        if case .attach = request, let tag {
            self.send(request, as: .attach(tag), at: now)
        } else {
            self.send(request, as: .other(tag), at: now)
        }
    }

    private mutating func send(_ request: JanusRequest, as purpose: Purpose, at now: Duration) {
        let transaction = self.nextTransaction
        self.nextTransaction += 1
        self.requestsCount += 1
        self.pending[transaction] = Pending(purpose: purpose, endsWithAck: request.endsWithAck)
        self.deadlines.append((now + self.timings.answer, transaction))
        let session = purpose == .create ? nil : self.session
        self.outputs.append(
            .send(request.encoded(transaction: transaction, session: session, apiSecret: self.apiSecret))
        )
    }

    private mutating func answered(_ request: Pending, _ reply: JanusReply, at now: Duration) {
        guard !request.isAbandoned else {
            if case .attach = request.purpose, case .done(let id?) = reply { self.outputs.append(.strayHandle(id)) }
            return
        }
        switch request.purpose {
        case .create:
            guard case .done(let id?) = reply else { return self.lose(at: now, dropping: true) }
            self.session = id
            self.begin(id, isNew: true, at: now)
        case .claim:
            guard case .done = reply, let session = self.session else { return self.endSession(at: now) }
            self.begin(session, isNew: false, at: now)
        case .keepAlive: break
        case .attach(let tag), .other(let tag?): self.outputs.append(.reply(tag, reply))
        case .other(nil): break
        }
    }

    private mutating func begin(_ session: UInt64, isNew: Bool, at now: Duration) {
        self.phase = .up
        self.pauses = 0
        self.lostAt = nil
        self.nextKeepAlive = now + self.timings.keepAlive
        self.outputs.append(.began(session: session, isNew: isNew))
        for waiting in exchange(&self.outbox, with: []) { self.send(waiting.request, tag: waiting.tag, at: now) }
    }

    /// A request's time is over.
    private mutating func expire(_ transaction: UInt64, at now: Duration) {
        guard var request = self.pending[transaction] else { return }
        guard !request.isAbandoned else {
            self.pending[transaction] = nil
            return
        }
        self.timeoutsCount += 1
        switch request.purpose {
        case .create, .claim, .keepAlive:
            // Janus does not even answer that: the connection is of no use.
            self.pending[transaction] = nil
            self.lose(at: now, dropping: true)
        case .attach(let tag):
            // What it makes later is to be taken down; for as long again.
            request.isAbandoned = true
            self.pending[transaction] = request
            self.deadlines.append((now + self.timings.answer, transaction))
            self.outputs.append(.reply(tag, .failed(.timedOut)))
        case .other(let tag):
            self.pending[transaction] = nil
            if let tag { self.outputs.append(.reply(tag, .failed(.timedOut))) }
        }
    }

    /// The WebSocket is gone; another is opened after a pause.
    private mutating func lose(at now: Duration, dropping: Bool = false) {
        if dropping { self.outputs.append(.disconnect) }
        let shift = min(self.pauses, 16)
        self.pauses += 1
        self.phase = .waiting(until: now + min(self.timings.pause * (1 << shift), self.timings.pauseMax))
        self.nextKeepAlive = nil
        if self.session != nil, self.lostAt == nil { self.lostAt = now }
        self.failPending()
    }

    /// Janus does not know the session any more; a new one is made at once.
    private mutating func endSession(at now: Duration) {
        self.forgetSession()
        guard self.phase == .up || self.phase == .opening else { return }
        self.phase = .opening
        self.nextKeepAlive = nil
        self.send(.create, as: .create, at: now)
    }

    private mutating func forgetSession() {
        guard self.session.take() != nil else { return }
        self.lostAt = nil
        self.forgetRequests()
        self.outputs.append(.ended)
    }

    private mutating func forgetRequests() {
        self.pending = [:]
        self.deadlines = []
        self.deadlinesHead = 0
        self.outbox = []
    }

    private mutating func failPending() {
        let failed = self.pending.sorted { $0.key < $1.key }
        self.pending = [:]
        self.deadlines = []
        self.deadlinesHead = 0
        for (_, request) in failed where !request.isAbandoned {
            switch request.purpose {
            case .attach(let tag), .other(let tag?): self.outputs.append(.reply(tag, .failed(.linkLost)))
            case .create, .claim, .keepAlive, .other(nil): break
            }
        }
    }
}
