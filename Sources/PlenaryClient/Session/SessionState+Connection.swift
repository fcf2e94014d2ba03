// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension SessionState {
    /// A connection that lasted so long makes the failures before it forgotten.
    private static let lastingConnection: Duration = .seconds(1)
    /// Within this time of a greeting a sign-in is tried again on the same connection; the server closes it after 10 s.
    private static let signInPatience: Duration = .seconds(8)
    private static let overloadedPauseMin: Duration = .seconds(1)

    // MARK: Inputs

    /// Begins; a second time does nothing.
    mutating func start(at now: Duration) {
        guard self.phase == .idle else { return }
        self.connect(at: now)
    }

    /// The connection is open.
    mutating func connected(at now: Duration) {
        guard self.phase == .connecting else { return }
        self.enter(.greeting, at: now)
        self.lastHeardAt = now
    }

    /// The connection is gone, or could not be opened.
    mutating func disconnected(_ reason: Disconnection, at now: Duration) {
        switch self.phase {
        case .idle, .waiting, .ended: return
        case .connecting, .greeting, .authenticating, .resuming, .ready: break
        }
        if case .closed(let code) = reason, (4_500...4_999).contains(code) {
            // After a goodbye this is what was asked for.
            let isGoodbye = code == CloseCode.signedOut.rawValue
            self.leaveConnection()
            return self.end(isGoodbye ? nil : .closed(code: code), at: now)
        }
        self.comeBack(reason, at: now)
    }

    /// Opens another connection at once, as after a change of network; the server takes the session over.
    mutating func reconnect(resettingStreams: Bool, at now: Duration) {
        if resettingStreams { self.seat?.forgetPositions() }
        switch self.phase {
        case .idle, .ended: return
        case .waiting:
            self.failures = 0
            self.connect(at: now)
        case .connecting, .greeting, .authenticating, .resuming, .ready: self.drop(.asked, at: now)
        }
    }

    /// Ends the session here; the server keeps the seat for the grace unless it was given up before.
    mutating func stop(at now: Duration) {
        self.end(nil, at: now)
    }

    // MARK: Coming and going

    /// Drops the connection and comes back.
    mutating func drop(_ reason: Disconnection, at now: Duration) {
        self.actions.append(.disconnect)
        self.comeBack(reason, at: now)
    }

    mutating func connect(at now: Duration) {
        self.enter(.connecting, at: now)
        self.actions.append(.connect)
    }

    private mutating func comeBack(_ reason: Disconnection, at now: Duration) {
        if self.phase == .ready, now - self.since >= Self.lastingConnection { self.failures = 0 }
        self.leaveConnection()
        let pause = self.pause(after: reason)
        self.failures += 1
        if !self.hasSignedIn, let error = self.firstFailure(reason) {
            self.enter(.waiting(until: now), at: now)  // There is no connection to drop.
            return self.end(error, at: now)
        }
        self.enter(.waiting(until: now + pause), at: now)
        self.actions.append(.tell(.disconnected(reason, pause: pause)))
    }

    /// Why a session that has never signed in gives up; nil while it may try again.
    private func firstFailure(_ reason: Disconnection) -> ClientError? {
        // Another attempt would meet the same certificate.
        if case .certificateRefused(let text) = reason { return .certificateRefused(text) }
        // The server is there and has said when to come.
        if case .refused(let error) = reason, error.known == .signInBusy { return nil }
        guard self.configuration.firstAttemptsMax > 0, self.failures >= self.configuration.firstAttemptsMax else {
            return nil
        }
        switch reason {
        case .refused(let error): return .refused(error)
        case .closed(let code): return .closed(code: code)
        case .unreachable(let text): return .unreachable(text)
        case .unreadable(let text): return .unreadable(text)
        case .timedOut, .heartbeatMissed: return .unreachable("no answer in time")
        case .vanished, .gap, .asked, .certificateRefused: return .unreachable("the connection was lost")
        }
    }

    /// Nothing that was sent will be answered any more.
    private mutating func leaveConnection() {
        self.signIn = nil
        self.signInNotBefore = nil
        self.rejoinNumber = nil
        for number in self.requests.keys.sorted() {
            guard let request = self.requests[number] else { continue }
            if request.isUnderWay, request.repetition == .harmful {
                self.answer(number, .failure(.connectionLost))
            } else {
                self.requests[number]?.isUnderWay = false
            }
        }
    }

    /// How long to stay away (docs/protocol.md, "Close codes" and "Resume").
    private mutating func pause(after reason: Disconnection) -> Duration {
        let isFirst = self.failures == 0
        switch reason {
        case .heartbeatMissed, .gap, .asked: return isFirst ? .zero : self.growingPause()
        case .closed(let code):
            switch CloseCode(rawValue: code) {
            case .slowConsumer, .heartbeatTimeout, .stateRebuilt: return isFirst ? .zero : self.growingPause()
            case .overloaded: return max(Self.overloadedPauseMin, self.growingPause())
            case .shuttingDown: return isFirst ? self.slotPause() : self.growingPause()
            default: return self.growingPause()
            }
        case .vanished: return isFirst ? self.slotPause() : self.growingPause()
        case .refused(let error):
            return max(self.growingPause(), .milliseconds(Int64(clamping: error.retryAfterMs ?? 0)))
        case .unreachable, .certificateRefused, .timedOut, .unreadable: return self.growingPause()
        }
    }

    /// This session's turn among all that lost the same server.
    private mutating func slotPause() -> Duration {
        guard let reconnect = self.seat?.reconnect else { return self.growingPause() }
        return .milliseconds(reconnect.slot * Double(reconnect.spreadMs))
    }

    /// Doubles with each failure; drawn from the upper half, so that clients do not come in step.
    mutating func growingPause() -> Duration {
        let doublings = min(self.failures, 16)
        let full = min(self.configuration.pauseMin * (1 << doublings), self.configuration.pauseMax)
        return full * (0.5 + self.random.fraction() / 2)
    }

    // MARK: Signing in

    mutating func greeted(_ hello: ServerHello, at now: Duration) {
        guard self.phase == .greeting else { return }
        guard hello.protocolVersion == 1 else {
            return self.end(.unreachable("the server speaks protocol \(hello.protocolVersion)"), at: now)
        }
        self.heartbeat = hello.heartbeat
        self.greetedAt = now
        self.enter(self.seat == nil ? .authenticating : .resuming, at: now)
        self.askToSignIn(at: now)
    }

    /// Sends what the phase asks for: `session.authenticate` or `session.resume`.
    mutating func askToSignIn(at now: Duration) {
        self.signInNotBefore = nil
        let number = self.makeNumber()
        self.signIn = number
        self.since = now
        if self.phase == .resuming, let seat = self.seat {
            let resume = ClientCall.Resume(token: seat.token, room: seat.room, streams: seat.positions)
            self.send(.sessionResume(resume), as: number, at: now)
        } else {
            self.phase = .authenticating
            self.send(.sessionAuthenticate(self.credentials.authentication), as: number, at: now)
        }
    }

    mutating func signedIn(_ result: OpaqueJSON, at now: Duration) throws(JSONFault) {
        self.signIn = nil
        if self.phase == .resuming {
            let answer: ResumeResult = try result.decoded()
            self.seat?.token = answer.token
            self.seat?.reconnect = answer.reconnect
            self.seat?.keepWatching(answer.watching)
            self.becomeReady(.resumed(answer), at: now)
        } else {
            let answer: AuthenticateResult = try result.decoded()
            self.becomeReady(.signedIn(answer), at: now)
        }
    }

    private mutating func becomeReady(_ event: ClientEvent, at now: Duration) {
        self.hasSignedIn = true
        self.enter(.ready, at: now)
        self.actions.append(.tell(event))
        if let seat = self.seat, !seat.silent.isEmpty { self.watchAgain(seat.silent, in: seat.room, at: now) }
        if self.rejoin != nil { self.askToRejoin(at: now) }
        self.sendPending(at: now)
    }

    mutating func signInRefused(_ error: RemoteError, at now: Duration) {
        self.signIn = nil
        if self.phase == .resuming, !error.isRetryable {
            // The session is gone, or was revoked for an old token: begin a new one.
            self.seatIsGone(.refused(error), rejoins: true)
            return self.askToSignIn(at: now)
        }
        guard error.isRetryable, error.known != .lockedOut else { return self.end(.refused(error), at: now) }
        let pause = max(self.growingPause(), .milliseconds(Int64(clamping: error.retryAfterMs ?? 0)))
        guard now + pause - self.greetedAt < Self.signInPatience else {
            return self.drop(.refused(error), at: now)
        }
        self.failures += 1
        self.signInNotBefore = now + pause
    }

    // MARK: Seats

    /// The seat is no longer there; the client may ask for another.
    mutating func seatIsGone(_ error: ClientError?, rejoins: Bool) {
        guard let seat = self.seat.take() else { return }
        if rejoins, self.configuration.rejoins {
            self.rejoin = seat.join
            self.rewatch = seat.watched
        } else {
            self.actions.append(.tell(.seatLost(seat.room, error)))
        }
    }

    mutating func askToRejoin(at now: Duration) {
        guard let join = self.rejoin, self.phase == .ready, self.rejoinNumber == nil else { return }
        self.rejoinNotBefore = nil
        let number = self.makeNumber()
        self.rejoinNumber = number
        self.send(.roomJoin(join), as: number, at: now)
    }

    mutating func rejoined(_ result: OpaqueJSON, at now: Duration) throws(JSONFault) {
        self.rejoinNumber = nil
        guard let join = self.rejoin.take() else { return }
        self.seated(try result.decoded(), join: join, isRejoin: true)
        let watched = exchange(&self.rewatch, with: [])
        if !watched.isEmpty { self.watchAgain(watched, in: join.room, at: now) }
        self.sendPending(at: now)
    }

    mutating func rejoinRefused(_ error: RemoteError, at now: Duration) {
        self.rejoinNumber = nil
        guard let join = self.rejoin else { return }
        if error.known == .joinQueued { return self.rejoinQueued(in: join.room, error, at: now) }
        guard !error.isRetryable else {
            self.failures += 1
            let pause = max(self.growingPause(), .milliseconds(Int64(clamping: error.retryAfterMs ?? 0)))
            self.rejoinNotBefore = now + pause
            return
        }
        self.rejoin = nil
        self.rewatch = []
        self.actions.append(.tell(.seatLost(join.room, .refused(error))))
        self.sendPending(at: now)  // The server will refuse what needed the seat.
    }

    mutating func seated(_ answer: JoinRoomResult, join: ClientCall.JoinRoom, isRejoin: Bool) {
        self.seat = SessionSeat(answer, join: join)
        self.actions.append(.tell(.joined(answer, isRejoin: isRejoin)))
    }

    private mutating func watchAgain(_ streams: [StreamName], in room: WireRoom, at now: Duration) {
        for stream in streams { self.seat?.begin(stream) }
        let number = self.makeNumber()
        self.send(.rosterWatch(.init(room: room, streams: streams)), as: number, at: now)
    }
}
