// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import PlenaryClient
import Wire

// Storm A: clients join one room, so many at a time. One after the other it opens the room, lets all join, waits until
// all have been told the same, stays for a while, looks again, and takes everything down.

/// Joins clients into one room and measures; pinned to the loop of their connections.
actor Storm {
    struct Plan {
        let address: ServerAddress
        /// One for each client; the first account opens the room.
        let tokens: [SecretText]
        let inProgressMax: Int
        /// An open room; nil: the first client opens one.
        let room: UInt32?
        let server: Int32?
        /// Time to stay once all are in.
        let hold: Duration
        /// Time until a storm that does not end is given up.
        let patience: Duration
    }

    /// How often is looked whether all have been told the number of participants, and how long at most.
    private static let glance: Duration = .milliseconds(100)
    private static let settlingMax: Duration = .seconds(30)

    private let plan: Plan
    private let context: ClientContext
    private var clients: [LoadClient] = []
    private var room: WireRoom?
    private var waiting: CheckedContinuation<StormReport, any Error>?
    /// Opens the room; gone once it has.
    private var opener: LoadClient?

    private var underWay = 0
    private var failures: [String: Int] = [:]
    private var failedCount = 0
    private var startedAt: Duration = .zero
    private var measured = Measurements()

    /// Readings of both processes.
    private struct Measurements {
        var serverBefore: ProcessUsage?
        var serverAfter: ProcessUsage?
        var ownBefore: ProcessUsage?
        var ownAfter: ProcessUsage?
        var bytesReceived = 0
        var bytesSent = 0
        var joining: Duration = .zero
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.context.loop.asUnownedSerialExecutor() }

    init(_ plan: Plan, in context: ClientContext) {
        self.plan = plan
        self.context = context
    }

    /// Makes the storm and gives what was measured.
    ///
    /// - Throws: ``LoadFailure`` when the room cannot be opened, or the server's process is not there.
    func run() async throws -> StormReport {
        if let server = self.plan.server, ProcessUsage(of: server) == nil {
            throw LoadFailure("there is no process \(server) that this account may look at")
        }
        return try await withCheckedThrowingContinuation { continuation in
            self.waiting = continuation
            self.after(self.plan.patience) { $0.finish() }
            self.openRoom()
        }
    }

    // MARK: The room

    private func openRoom() {
        if let number = self.plan.room {
            self.room = WireRoom(number)
            return self.begin()
        }
        let opener = self.makeClient(as: 0) { storm, event in
            if storm.room == nil, case .ended(let error) = event { storm.giveUp("the room was not opened", error) }
        }
        let limit = UInt32(self.plan.tokens.count) + 100
        let create = ClientCall.CreateRoom(title: "Load", limit: limit, key: opener.session.makeKey())
        opener.session.start()
        opener.session.request(.roomCreate(create)) { result in
            self.assumeIsolated { $0.opened(result) }
        }
        self.opener = opener
    }

    private func opened(_ result: Result<OpaqueJSON, ClientError>) {
        do throws(ClientError) {
            self.room = try result.get().created
        } catch {
            return self.giveUp("the room was not opened", error)
        }
        let opener = self.opener.take()
        self.begin()
        opener?.session.stop()
    }

    private func giveUp(_ what: String, _ error: ClientError?) {
        guard let waiting = self.waiting.take() else { return }
        waiting.resume(throwing: LoadFailure("\(what): \(error.map { "\($0)" } ?? "the session ended")"))
    }

    // MARK: Joining

    private func begin() {
        self.startedAt = self.context.loop.now
        self.measured.serverBefore = self.plan.server.flatMap { ProcessUsage(of: $0) }
        self.measured.ownBefore = ProcessUsage.own
        self.measured.bytesReceived = -self.context.bytesReceived
        self.measured.bytesSent = -self.context.bytesSent
        self.startMore()
    }

    private func startMore() {
        while self.underWay < self.plan.inProgressMax, self.clients.count < self.plan.tokens.count {
            guard let room = self.room else { return }
            let number = self.clients.count
            let client = self.makeClient(as: number) { $0.heard($1, by: number) }
            self.clients.append(client)
            self.underWay += 1
            client.startedAt = self.context.loop.now
            client.session.start()
            client.session.request(.roomJoin(.init(room: room))) { result in
                self.assumeIsolated { if case .failure(let error) = result { $0.failed(number, error) } }
            }
        }
    }

    private func makeClient(
        as number: Int,
        _ onEvent: @escaping @Sendable (isolated Storm, ClientEvent) -> Void
    ) -> LoadClient {
        let session = ClientSession(
            to: self.plan.address,
            as: .accessToken(self.plan.tokens[number]),
            in: self.context
        ) { [weak self] event in
            self?.assumeIsolated { onEvent($0, event) }
        }
        return LoadClient(number: number, session: session)
    }

    private func heard(_ event: ClientEvent, by number: Int) {
        let client = self.clients[number]
        client.take(event)
        guard client.joinTime == nil, client.hasState else { return }
        client.joinTime = self.context.loop.now - client.startedAt
        self.ended()
    }

    private func failed(_ number: Int, _ error: ClientError) {
        let client = self.clients[number]
        guard client.joinTime == nil, self.waiting != nil else { return }
        let name = if case .refused(let refusal) = error { refusal.code } else { "\(error)" }
        self.failures[name, default: 0] += 1
        self.failedCount += 1
        client.session.stop()
        self.ended()
    }

    /// One join is over.
    private func ended() {
        self.underWay -= 1
        guard self.underWay == 0, self.clients.count == self.plan.tokens.count else { return self.startMore() }
        self.measured.joining = self.context.loop.now - self.startedAt
        self.settle(until: self.context.loop.now + Self.settlingMax)
    }

    // MARK: Afterwards

    private var isTold: Bool {
        // In a room of others nobody knows the number.
        guard self.plan.room == nil else { return true }
        let seated = UInt32(self.clients.count - self.failedCount)
        return self.clients.allSatisfy { $0.joinTime == nil || $0.toldJoined == seated }
    }

    private func settle(until end: Duration) {
        guard self.isTold || self.context.loop.now >= end else {
            return self.after(Self.glance) { $0.settle(until: end) }
        }
        self.measured.serverAfter = self.plan.server.flatMap { ProcessUsage(of: $0) }
        self.measured.ownAfter = ProcessUsage.own
        self.measured.bytesReceived += self.context.bytesReceived
        self.measured.bytesSent += self.context.bytesSent
        self.after(self.plan.hold) { storm in
            storm.lookAgain(until: storm.context.loop.now + Self.settlingMax)
        }
    }

    /// What happened meanwhile, a restart of the server perhaps, must have left everybody in and told.
    private func lookAgain(until end: Duration) {
        let isBack = self.clients.allSatisfy { $0.joinTime == nil || $0.session.isReady }
        guard self.plan.hold > .zero, !self.isTold || !isBack, self.context.loop.now < end else {
            return self.finish()
        }
        self.after(Self.glance) { $0.lookAgain(until: end) }
    }

    private func finish() {
        guard let waiting = self.waiting.take() else { return }
        let report = self.report
        guard let room = self.room, self.plan.room == nil, let chair = self.clients.first, chair.session.isReady else {
            self.stop()
            return waiting.resume(returning: report)
        }
        let end = ClientCall.controlEnd(.init(room: room, key: chair.session.makeKey()))
        chair.session.request(end) { _ in
            self.assumeIsolated { $0.stop() }
            waiting.resume(returning: report)
        }
    }

    private func stop() {
        for client in self.clients { client.session.stop() }
    }

    private func after(_ delay: Duration, _ body: @escaping @Sendable (isolated Storm) -> Void) {
        _ = self.context.loop.schedule(after: delay) { self.assumeIsolated { body($0) } }
    }

    private var report: StormReport {
        let joined = self.clients.compactMap(\.joinTime)
        let seated = UInt32(joined.count)
        let count = Double(max(1, joined.count))
        let (before, after) = (self.measured.serverBefore, self.measured.serverAfter)
        let (ownBefore, ownAfter) = (self.measured.ownBefore, self.measured.ownAfter)
        let isTold = { (client: LoadClient) in client.joinTime == nil || client.toldJoined == seated }
        return StormReport(
            clients: self.plan.tokens.count,
            joined: joined.count,
            failures: self.failures,
            toldWrong: self.plan.room == nil ? self.clients.filter { !isTold($0) }.map(\.number) : [],
            seconds: self.measured.joining.seconds,
            joinTimes: joined.map { $0.seconds * 1_000 }.sorted(),
            receivedPerClient: Double(self.measured.bytesReceived) / count,
            sentPerClient: Double(self.measured.bytesSent) / count,
            serverCPUPerJoinMs: before.flatMap { b in after.map { ($0.cpuSeconds - b.cpuSeconds) * 1_000 / count } },
            serverKBPerSeat: before.flatMap { b in after.map { ($0.residentKB - b.residentKB) / count } },
            ownCPUPerJoinMs: ownBefore.flatMap { b in ownAfter.map { ($0.cpuSeconds - b.cpuSeconds) * 1_000 / count } },
            disconnections: self.clients.reduce(0) { $0 + $1.disconnections },
            resumptions: self.clients.reduce(0) { $0 + $1.resumptions }
        )
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18
    }
}

extension OpaqueJSON {
    /// The room that a `room.create` has opened.
    fileprivate var created: WireRoom {
        get throws(ClientError) {
            do throws(JSONFault) {
                let result: CreateRoomResult = try self.decoded()
                return result.room
            } catch {
                throw .unreadable("\(error)")
            }
        }
    }
}
