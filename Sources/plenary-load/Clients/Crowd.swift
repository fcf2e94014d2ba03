// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import PlenaryClient
import Wire

// The clients of a run and what all scenarios do with them: open a room, let clients join it at a pace, ask, wait. What
// is measured meanwhile is the scenarios' business (`Scenarios`).

/// Many clients on one loop, to which it is pinned.
actor Crowd {
    /// How joins follow each other.
    enum Pace {
        /// As fast as they end, at most so many under way.
        case inProgress(Int)
        /// Evenly over this time, however many are under way.
        case over(Duration)
    }

    /// How often is looked whether something has come true.
    private static let glance: Duration = .milliseconds(20)
    /// Time until all must have been told of a full room, and until it is calm after that.
    private static let tellingMax: Duration = .seconds(120)
    static let calming: Duration = .seconds(2)

    let address: ServerAddress
    let context: ClientContext
    /// One for each client.
    private let tokens: [SecretText]
    private(set) var clients: [LoadClient] = []
    private var joins: JoinRound?
    /// Hears every push of every client, beside the client itself.
    var listener: ((LoadClient, ServerPush) -> Void)?
    private var repeated: (() -> Void)?
    /// Whether clients watch the summaries of the units above them, as a roster that is open does.
    private let watchesPath: Bool

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.context.loop.asUnownedSerialExecutor() }

    init(to address: ServerAddress, tokens: [SecretText], watchesPath: Bool, in context: ClientContext) {
        self.address = address
        self.tokens = tokens
        self.watchesPath = watchesPath
        self.context = context
        self.clients = []
    }

    var now: Duration { self.context.loop.now }
    var size: Int { self.tokens.count }

    // MARK: Rooms

    /// Opens a room in the name of an account, which is its chair.
    ///
    /// - Throws: ``LoadFailure``.
    func openRoom(as number: Int, limit: Int) async throws -> WireRoom {
        let session = self.makeSession(number) { _, _ in }
        session.start()
        defer { session.stop() }
        let create = ClientCall.CreateRoom(title: "Load", limit: UInt32(limit), key: session.makeKey())
        let answer = try await self.require(session, .roomCreate(create))
        guard let created = try? answer.decoded(as: CreateRoomResult.self) else {
            throw LoadFailure("no room was told")
        }
        return created.room
    }

    /// Opens a room, lets all clients join it, and waits until each was told of all of them.
    ///
    /// - Throws: ``LoadFailure`` when somebody is missing.
    func fillRoom(inProgress: Int) async throws -> WireRoom {
        let room = try await self.openRoom(as: 0, limit: self.size + 100)
        try await self.join(self.size, at: .inProgress(inProgress)) { _ in room }.requireAll()
        guard await self.wait(atMost: Self.tellingMax, until: { self.toldWrong.isEmpty }) else {
            throw LoadFailure("not everybody was told of everybody")
        }
        await self.pause(Self.calming)
        return room
    }

    /// Ends a room in the name of a client that is its chair.
    func endRoom(_ room: WireRoom, by client: LoadClient) async {
        guard client.session.isReady else { return }
        _ = await self.ask(client, .controlEnd(.init(room: room, key: client.session.makeKey())))
    }

    /// Makes some accounts presenters of a room in the name of the first, its chair; all have left it afterwards.
    ///
    /// - Throws: ``LoadFailure``.
    func promote(_ numbers: [Int], in room: WireRoom) async throws {
        guard !numbers.isEmpty else { return }
        let chair = self.makeSession(0) { _, _ in }
        _ = try await self.take(chair, room)
        for number in numbers {
            let session = self.makeSession(number) { _, _ in }
            let seat = try await self.take(session, room)
            let promote = ClientCall.ParticipantCommand(room: room, participant: seat.participant, key: chair.makeKey())
            _ = try await self.require(chair, .controlPromote(promote))
            _ = try await self.require(session, .roomLeave(.init(room: room)))
            session.stop()
        }
        _ = try await self.require(chair, .roomLeave(.init(room: room)))
        chair.stop()
    }

    private func take(_ session: ClientSession, _ room: WireRoom) async throws -> JoinRoomResult {
        session.start()
        let answer = try await self.require(session, .roomJoin(.init(room: room)))
        guard let seat = try? answer.decoded(as: JoinRoomResult.self) else { throw LoadFailure("no seat was told") }
        return seat
    }

    private func require(_ session: ClientSession, _ call: ClientCall) async throws -> OpaqueJSON {
        switch await self.ask(session, call) {
        case .success(let answer): return answer
        case .failure(let error): throw LoadFailure("\(call.method) was refused: \(error)")
        }
    }

    // MARK: Joining

    /// Lets the next clients join, and returns when each of them is in or has failed.
    ///
    /// - Parameter room: Where the client of this number belongs.
    func join(_ count: Int, at pace: Pace, _ room: @escaping (Int) -> WireRoom) async -> JoinRound {
        let first = self.clients.count
        precondition(first + count <= self.tokens.count, "A client needs a token")
        let round = JoinRound(first..<first + count, room: room, startedAt: self.now)
        self.joins = round
        await withCheckedContinuation { continuation in
            round.waiting = continuation
            switch pace {
            case .inProgress(let most): for _ in 0..<min(most, count) { self.startNext(of: round) }
            case .over(let time):
                for index in 0..<count { self.after(time * index / count) { $0.startAlone() } }
            }
        }
        round.endedAt = self.now
        self.joins = nil
        return round
    }

    private func startNext(of round: JoinRound, isAlone: Bool = false) {
        guard let number = round.next() else { return }
        let client = LoadClient(
            number: number,
            session: self.makeSession(number) { crowd, event in crowd.heard(event, by: number) },
            startedAt: self.now
        )
        client.startsNext = !isAlone
        self.clients.append(client)
        client.session.start()
        client.session.request(.roomJoin(.init(room: round.room(number)))) { result in
            self.assumeIsolated { if case .failure(let error) = result { $0.joinFailed(number, error) } }
        }
    }

    private func startAlone() {
        if let round = self.joins { self.startNext(of: round, isAlone: true) }
    }

    private func makeSession(
        _ number: Int,
        _ onEvent: @escaping @Sendable (isolated Crowd, ClientEvent) -> Void
    ) -> ClientSession {
        ClientSession(to: self.address, as: .accessToken(self.tokens[number]), in: self.context) { [weak self] event in
            self?.assumeIsolated { onEvent($0, event) }
        }
    }

    private func heard(_ event: ClientEvent, by number: Int) {
        let client = self.clients[number]
        client.take(event, at: self.now)
        switch event {
        case .push(let push): self.listener?(client, push)
        case .joined(let seat, _): self.watchPath(of: client, seat)
        case .ended(let error): self.joinFailed(number, error ?? .stopped)
        default: break
        }
        guard client.joinTime == nil, client.hasState else { return }
        client.joinTime = self.now - client.startedAt
        self.joinEnded(client)
    }

    private func watchPath(of client: LoadClient, _ seat: JoinRoomResult) {
        guard self.watchesPath else { return }
        let streams = seat.path.dropFirst().map { StreamName.unitSummary(unit: $0) }
        guard !streams.isEmpty else { return }
        client.session.request(.rosterWatch(.init(room: seat.room, streams: streams))) { _ in }
    }

    private func joinFailed(_ number: Int, _ error: ClientError) {
        let client = self.clients[number]
        // A refusal that ends the session comes twice.
        guard client.joinTime == nil, !client.hasFailed, let round = self.joins else { return }
        client.hasFailed = true
        let name = if case .refused(let refusal) = error { refusal.code } else { "\(error)" }
        round.failures[name, default: 0] += 1
        client.session.stop()
        self.joinEnded(client)
    }

    private func joinEnded(_ client: LoadClient) {
        guard let round = self.joins else { return }
        if client.startsNext { self.startNext(of: round) }
        round.ended()
    }

    // MARK: Asking and waiting

    /// Asks in the name of a client, and waits for the answer.
    func ask(_ client: LoadClient, _ call: ClientCall) async -> Result<OpaqueJSON, ClientError> {
        await self.ask(client.session, call)
    }

    private func ask(_ session: ClientSession, _ call: ClientCall) async -> Result<OpaqueJSON, ClientError> {
        await withCheckedContinuation { continuation in
            session.request(call) { continuation.resume(returning: $0) }
        }
    }

    func pause(_ time: Duration) async {
        await withCheckedContinuation { continuation in
            _ = self.context.loop.schedule(after: time) { continuation.resume() }
        }
    }

    /// Waits until `condition` is true; false when that takes longer than `most`.
    func wait(atMost most: Duration, until condition: () -> Bool) async -> Bool {
        let end = self.now + most
        while !condition() {
            guard self.now < end else { return false }
            await self.pause(Self.glance)
        }
        return true
    }

    func after(_ delay: Duration, _ body: @escaping @Sendable (isolated Crowd) -> Void) {
        _ = self.context.loop.schedule(after: delay) { self.assumeIsolated { body($0) } }
    }

    /// Does something again and again, until ``endBeat()``.
    func beat(every interval: Duration, _ body: @escaping () -> Void) {
        self.repeated = body
        self.beatOnce(interval)
    }

    func endBeat() {
        self.repeated = nil
    }

    private func beatOnce(_ interval: Duration) {
        guard let repeated = self.repeated else { return }
        repeated()
        self.after(interval) { $0.beatOnce(interval) }
    }

    /// Ends all sessions, without a word.
    func stop() {
        for client in self.clients { client.session.stop() }
    }
}
