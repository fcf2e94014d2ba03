// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

/// A session's state with a clock that the test moves and a server that says what the test has it say.
struct ScriptedServer {
    static let room = WireRoom(428_913_577)
    static let session = WireSession(0xC2F5)
    static let participant = WireParticipant(.account, 17)

    var state: SessionState
    var now: Duration = .zero
    /// What was to be done, oldest first, since it was last looked at.
    private(set) var actions: [SessionAction] = []

    init(seed: UInt64 = 1, _ adjust: (inout ClientConfiguration) -> Void = { _ in }) {
        var configuration = ClientConfiguration()
        adjust(&configuration)
        self.state = SessionState(.accessToken(SecretText("token")), configuration: configuration, seed: seed)
    }

    // MARK: What happens

    mutating func start() {
        self.state.start(at: self.now)
        self.collect()
    }

    /// Moves the clock to `time`, stopping wherever something is due.
    mutating func advance(by duration: Duration) {
        let end = self.now + duration
        while let deadline = self.state.deadline, deadline <= end {
            self.now = max(self.now, deadline)
            self.state.timePassed(at: self.now)
            self.collect()
        }
        self.now = end
    }

    mutating func open() {
        self.state.connected(at: self.now)
        self.collect()
    }

    mutating func hello() {
        let hello = ServerHello(
            protocolVersion: 1,
            version: "0.1.0",
            node: 1,
            time: 0,
            features: [],
            heartbeat: .init(intervalMs: 5_000, timeoutMs: 12_000),
            limits: .init()
        )
        self.push(.hello(hello))
    }

    mutating func push(_ push: ServerPush) { self.say(push.encoded()) }

    mutating func say(_ frame: [UInt8]) {
        self.state.received(frame, at: self.now)
        self.collect()
    }

    mutating func answer(_ id: RequestID, _ result: some JSONEncodable) {
        self.say(ServerResponse(to: id, result).encoded())
    }

    mutating func refuse(_ id: RequestID, _ code: ErrorCode, retryAfterMs: UInt64? = nil) {
        self.say(ErrorResponse(to: id, WireError(code, retryAfterMs: retryAfterMs)).encoded())
    }

    mutating func queue(_ id: RequestID, position: UInt32, waitMs: UInt64) {
        let place = JoinQueuePlace(position: position, waitMs: waitMs)
        self.say(ErrorResponse(to: id, WireError(queued: place)).encoded())
    }

    /// Moves the clock, with a sign of life of the server every second.
    mutating func keepAlive(for duration: Duration) {
        let end = self.now + duration
        while self.now + .seconds(1) < end {
            self.advance(by: .seconds(1))
            self.answer(.text("nobody's"), PingResult(time: 0))
        }
        self.advance(by: end - self.now)
    }

    mutating func close(_ code: CloseCode) { self.lose(.closed(code: code.rawValue)) }

    mutating func lose(_ reason: Disconnection) {
        self.state.disconnected(reason, at: self.now)
        self.collect()
    }

    @discardableResult
    mutating func ask(_ call: ClientCall) throws -> RequestNumber {
        let number = try self.state.request(call, at: self.now)
        self.collect()
        return number
    }

    mutating func reconnect(resettingStreams: Bool = false) {
        self.state.reconnect(resettingStreams: resettingStreams, at: self.now)
        self.collect()
    }

    private mutating func collect() { self.actions += self.state.takeActions() }

    // MARK: What was done

    mutating func takeActions() -> [SessionAction] { exchange(&self.actions, with: []) }

    /// The requests that were sent, and nothing else that was done.
    mutating func takeSent() throws -> [ClientRequest] {
        try self.takeActions().compactMap { action in
            guard case .send(let message) = action else { return nil }
            return try ClientRequest(decoding: message)
        }
    }

    mutating func takeEvents() -> [ClientEvent] {
        self.takeActions().compactMap { if case .tell(let event) = $0 { event } else { nil } }
    }

    // MARK: Whole passages

    /// From the start to a session without a room.
    mutating func signIn() throws {
        self.start()
        try self.signInAgain()
    }

    /// From an open connection on.
    mutating func signInAgain() throws {
        self.open()
        self.hello()
        let request = try #require(try self.takeSent().last)
        guard case .sessionAuthenticate = request.call else {
            Issue.record("asked \(request.call.method)")
            return
        }
        self.answer(request.id, Self.signedIn)
    }

    /// Seats the session, with a reset of each of its streams at offset 10 of epoch 1.
    mutating func join() throws {
        try self.ask(.roomJoin(.init(room: Self.room)))
        let request = try #require(try self.takeSent().last)
        self.answer(request.id, Self.joined())
        self.reset()
        _ = self.takeActions()
    }

    mutating func reset(epoch: UInt64 = 1) {
        for stream in [StreamName.room, .summary, .own] { self.push(Self.reset(stream, epoch: epoch, offset: 10)) }
    }

    /// Connects again and gives the request that follows the greeting.
    mutating func comeBack() throws -> ClientRequest {
        _ = self.takeActions()
        while self.state.phase != .connecting { self.advance(by: .milliseconds(100)) }
        self.open()
        self.hello()
        return try #require(try self.takeSent().last)
    }

    mutating func comeBackAndResume(token: UInt8 = 2) throws {
        let request = try self.comeBack()
        self.answer(request.id, Self.resumed(token: token))
    }
}

// MARK: - What a server says

extension ScriptedServer {
    static let signedIn = AuthenticateResult(
        session: session,
        participant: participant,
        name: "Chen",
        unit: 1,
        permissions: [],
        expiresAt: 900_000
    )

    static func token(_ number: UInt8) -> ResumeToken {
        guard let secret = ResumeSecret(Array(repeating: number, count: 16)) else {
            preconditionFailure("A secret has sixteen bytes")
        }
        return ResumeToken(node: 1, loop: 0, session: self.session, secret: secret)
    }

    static func joined(token: UInt8 = 1) -> JoinRoomResult {
        JoinRoomResult(
            room: self.room,
            link: "https://meet.example/r/428913577",
            session: self.session,
            participant: self.participant,
            role: .attendee,
            path: [1],
            media: .none,
            token: self.token(token),
            reconnect: WireReconnect(slot: 0.5, spreadMs: 4_000)
        )
    }

    static func resumed(token: UInt8, watching: [StreamName] = []) -> ResumeResult {
        ResumeResult(
            session: self.session,
            participant: self.participant,
            room: self.room,
            token: self.token(token),
            role: .attendee,
            reconnect: WireReconnect(slot: 0.5, spreadMs: 4_000),
            watching: watching
        )
    }

    static func reset(_ stream: StreamName, epoch: UInt64, offset: UInt64) -> ServerPush {
        let state: StreamState =
            switch stream {
            case .room:
                .room(
                    WireRoomState(
                        title: "Flood control",
                        isLocked: false,
                        chair: self.participant,
                        limit: 500,
                        mute: .init(isForAll: false, allowsSelfUnmute: true),
                        muted: [],
                        unmuted: [],
                        presenters: [],
                        floor: .init(holders: [], queue: []),
                        media: .init(mode: .mesh, limit: 4, members: []),
                        chat: []
                    )
                )
            case .summary, .unitSummary: .summary(.init(unit: 1, spreadMs: 4_000, rows: [], counts: []))
            case .page: .page(.init(unit: 1_301, page: 1, next: nil, entries: []))
            case .publications: .publications(.init(generation: 1, isReady: true, more: 0, entries: []))
            case .lobby: .lobby(.init(waiting: 0, entries: [], units: []))
            case .own: .own
            }
        return .streamReset(PushHeader(room: self.room, stream: stream, epoch: epoch, offset: offset), state)
    }

    static func chat(epoch: UInt64 = 1, _ offset: UInt64) -> ServerPush {
        let header = PushHeader(room: self.room, stream: .room, epoch: epoch, offset: offset)
        let person = WirePerson(participant: self.participant, name: "Chen")
        return .room(header, at: 0, .chatPosted(from: person, text: "message \(offset)"))
    }

    static func counts(epoch: UInt64 = 1, _ offset: UInt64, spreadMs: UInt32? = nil) -> ServerPush {
        let header = PushHeader(room: self.room, stream: .summary, epoch: epoch, offset: offset)
        return .summaryChanged(header, SummaryChange(spreadMs: spreadMs, counts: []))
    }

    static let receipt = ReceiptResult(
        applied: 0,
        pending: 0,
        refused: [],
        enforcement: .server,
        at: 0,
        offset: 11
    )

    static func say(_ text: String, key: String) -> ClientCall {
        .chatSend(.init(room: self.room, text: text, key: key))
    }
}
