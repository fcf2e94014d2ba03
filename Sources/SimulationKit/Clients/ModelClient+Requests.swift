// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

// MARK: - Asking

extension ModelClient {
    func send(_ call: ClientCall, for command: KeyedCommand? = nil) {
        guard let link = self.link else { return }
        self.lastRequest += 1
        self.open[self.lastRequest] = OpenRequest(call: call, command: command, seat: self.seat?.number)
        command?.isOnItsWay = true
        self.lastSentAt = self.world.now
        self.explain("asks \(self.lastRequest) \(call.method)")
        link.sendFromClient(ClientRequest(id: .number(self.lastRequest), call: call).encoded())
    }

    /// Gives a command, now and after each reconnection, until there is a receipt.
    func command(_ make: (_ key: String) -> ClientCall) {
        guard let seat = self.seat else { return }
        self.commandsMade += 1
        let key = "c\(self.number)-\(self.commandsMade)"
        let command = KeyedCommand(key: key, room: seat.room, call: make(key))
        self.commands.append(command)
        self.send(command.call, for: command)
    }

    /// Sends again what is not under way.
    func resendCommands() {
        guard let seat = self.seat, case .signedIn = self.phase else { return }
        for command in self.commands where !command.isOnItsWay && command.room == seat.room {
            self.send(command.call, for: command)
        }
    }

    func authenticate() {
        self.phase = .authenticating
        let account = self.plan.account
        if account % 3 == 0 {
            self.send(.sessionAuthenticate(.password(identifier: "\(account)", password: SecretText("secret"))))
        } else {
            let token = SimulatedSignIn.accessToken(of: account)
            self.send(.sessionAuthenticate(.token(accessToken: SecretText(token))))
        }
    }

    func resume() {
        guard let seat = self.seat else { return self.authenticate() }
        self.phase = .resuming
        var token = seat.token
        if self.isActing, seat.spentTokens.count > 1, self.random.oneIn(12) {
            self.world.count(.staleTokenShown)
            self.hasShownSpentToken = true
            token = seat.spentTokens[0]
        }
        self.send(.sessionResume(ClientCall.Resume(token: token, room: seat.room, streams: seat.positions)))
    }

    func join() {
        guard self.seat == nil, case .signedIn = self.phase, !self.isAsking({ $0.method == .roomJoin }) else { return }
        if self.roomsLeftToCreate > 0 {
            guard !self.isAsking({ $0.method == .roomCreate }) else { return }
            let create = self.pendingCreate ?? self.makeCreate()
            self.pendingCreate = create
            return self.send(.roomCreate(create))
        }
        guard let room = self.witness.pickOpenRoom(for: self.plan.account, &self.random) else { return }
        self.joinsUnanswered += 1
        guard !self.isSteady else { return self.send(.roomJoin(.init(room: room, people: 1, wantsMedia: false))) }
        let people = UInt32(self.random.within(1...3))
        self.send(.roomJoin(.init(room: room, people: people, wantsMedia: self.random.oneIn(3))))
    }

    /// The turn has come.
    private func join(again call: ClientCall) {
        guard self.seat == nil, case .signedIn = self.phase, !self.isAsking({ $0.method == .roomJoin }) else { return }
        self.joinsUnanswered += 1
        self.send(call)
    }

    private func makeCreate() -> ClientCall.CreateRoom {
        guard !self.isSteady else {
            let limit = UInt32(self.plan.accounts)
            return ClientCall.CreateRoom(title: "Everybody", limit: limit, sessionPolicy: .replace, key: "create")
        }
        return ClientCall.CreateRoom(
            title: "Room of client \(self.number)",
            limit: self.random.oneIn(4) ? 4 : 500,
            sessionPolicy: self.random.pick([.replace, .replace, .allow, .refuse]),
            key: "create-\(self.number)-\(self.roomsCreated)"
        )
    }

    func isAsking(_ matches: (ClientCall) -> Bool) -> Bool {
        self.open.values.contains { matches($0.call) }
    }
}

// MARK: - Answers

extension ModelClient {
    func answered(_ id: RequestID, _ result: OpaqueJSON) {
        guard case .number(let number) = id, let request = self.open.removeValue(forKey: number) else {
            return self.world.check(.answeredOnce, false, "client \(self.number): nobody asked \(id)")
        }
        self.world.check(.answeredOnce, true, "")
        do {
            try self.take(result, of: request)
        } catch {
            self.violate("cannot read the answer to \(request.call.method): \(error)")
        }
    }

    private func take(_ result: OpaqueJSON, of request: OpenRequest) throws {
        switch request.call {
        case .sessionAuthenticate:
            let answer: AuthenticateResult = try result.decoded()
            self.session = answer.session
            self.participant = answer.participant
            self.phase = .signedIn
            if !self.isLeaving { self.join() }
        case .sessionResume: self.resumed(try result.decoded())
        case .sessionBye: self.hasSaidGoodbye = true
        case .sessionRefresh, .sessionPing, .roomInfo, .mediaReport, .rosterPage, .rosterSearch: break
        case .signalSend(let signal):
            if let number = Self.number(of: signal.payload) { self.witness.signalAcknowledged(number) }
        case .roomCreate(let create):
            let answer: CreateRoomResult = try result.decoded()
            self.roomsLeftToCreate -= 1
            self.roomsCreated += 1
            self.pendingCreate = nil
            self.witness.created(answer.room, by: create.key)
            self.join()
        case .roomJoin: self.joined(try result.decoded())
        case .roomLeave:
            guard request.seat == self.seat?.number else { return }
            self.loseSeat()
        case .rosterWatch(let streams):
            guard request.seat == self.seat?.number else { return }
            let answer: WatchResult = try result.decoded()
            for stream in streams.streams where answer.watching.contains(stream) { self.seat?.begin(stream) }
        case .rosterUnwatch(let streams):
            guard request.seat == self.seat?.number else { return }
            for stream in streams.streams { self.seat?.end(stream) }
        default: try self.acknowledged(request, by: result.decoded())
        }
    }

    private func joined(_ answer: JoinRoomResult) {
        guard self.seat == nil, answer.session == self.session, answer.participant == self.participant else {
            return self.violate("got a seat that is not its own: \(answer)")
        }
        self.joinsUnanswered -= 1
        self.seatsTaken += 1
        self.seat = ModelSeat(
            room: answer.room,
            session: answer.session,
            number: self.seatsTaken,
            token: answer.token,
            role: answer.role,
            slot: answer.reconnect.slot
        )
        self.markHeard()
        self.witness.joined(answer.room, answer.session, answer.participant)
        self.watchPath(answer)
    }

    /// What a screen with the roster open shows to a steady client.
    private func watchPath(_ answer: JoinRoomResult) {
        guard case .steady(let watchesPage) = self.plan.manner, let unit = answer.path.last else { return }
        var streams = answer.path.dropFirst().map { StreamName.unitSummary(unit: $0) }
        if watchesPage { streams.append(.page(unit: unit, page: 1)) }
        self.send(.rosterWatch(.init(room: answer.room, streams: streams)))
    }

    private func resumed(_ answer: ResumeResult) {
        guard let seat = self.seat, answer.session == seat.session, answer.room == seat.room,
            answer.participant == self.participant
        else { return self.violate("was given another session: \(answer)") }
        if answer.reconnect.slot != seat.slot { self.violate("was given another slot: \(answer.reconnect.slot)") }
        self.hasResumed = true
        self.phase = .signedIn
        self.session = answer.session
        self.seat?.resumed(with: answer.token, role: answer.role, watching: answer.watching)
        self.markHeard()
        self.resendCommands()
    }

    private func acknowledged(_ request: OpenRequest, by receipt: ReceiptResult) throws {
        guard let command = request.command, let participant = self.participant else {
            return self.violate("got a receipt for what is no command: \(request.call.method)")
        }
        self.commands.removeAll { $0 === command }
        self.witness.acknowledged(command.call, key: command.key, in: command.room, by: participant, receipt)
    }

    /// The server has just answered, so the seat is safe for a whole grace from when it was asked at the latest.
    func markHeard() {
        self.seatSafeUntil = self.world.graceClock + self.plan.resumeGrace
    }
}

// MARK: - Refusals

extension ModelClient {
    func refused(_ id: RequestID?, _ error: RemoteError) {
        guard let code = error.known else { return self.violate("got the unknown error \(error.code)") }
        guard let id else {
            self.nonsenseSent -= 1
            let isExpected = self.nonsenseSent >= 0 && (code == .parseError || code == .invalidRequest)
            return self.world.check(.refusalExpected, isExpected, "client \(self.number) sent no nonsense: \(error)")
        }
        guard case .number(let number) = id, let request = self.open.removeValue(forKey: number) else {
            return self.world.check(.answeredOnce, false, "client \(self.number): nobody asked \(id)")
        }
        self.world.check(.answeredOnce, true, "")
        self.explain("is refused \(number) \(request.call.method): \(code)")
        self.world.check(
            .refusalExpected,
            self.isExpected(code, for: request.call),
            "client \(self.number): \(request.call.method) was refused with \(code) \(error.details ?? "")"
        )
        self.react(to: code, isRetryable: error.isRetryable, after: error.queue, request)
        if code == .notInRoom || code == .roomEnded { self.expectEnd(of: request.seat) }
    }

    private func react(
        to code: ErrorCode,
        isRetryable: Bool,
        after place: JoinQueuePlace?,
        _ request: OpenRequest
    ) {
        // Who has a place comes when it is due, not sooner.
        let wait = Duration.milliseconds(Int64(place?.waitMs ?? 200))
        let pause = wait + self.random.delay(upTo: .milliseconds(1_500))
        let link = self.link
        func retry(_ body: @escaping () -> Void) {
            self.world.after(pause) { if self.link === link, link != nil { body() } }
        }
        switch request.call {
        case .sessionAuthenticate:
            if self.isAccessRevoked { return self.finish() }
            retry { if case .authenticating = self.phase { self.authenticate() } }
        case .sessionResume:
            guard !isRetryable else { return retry { if case .resuming = self.phase { self.resume() } } }
            self.seatWasLost(code)
        case .roomCreate: retry { self.join() }
        case .roomJoin:
            if code != .outcomeUnknown { self.joinsUnanswered -= 1 }
            if code == .kicked { self.witness.closed(request.call.room, for: self.plan.account) }
            if code == .roomEnded { self.witness.closed(request.call.room, for: nil) }
            let isQueued = code == .joinQueued
            if isQueued { self.witness.joinsQueued += 1 }
            if isQueued != (place != nil) { self.violate("has a place \(String(describing: place)) by \(code)") }
            retry { if isQueued { self.join(again: request.call) } else { self.join() } }
        case .roomLeave: break
        default:
            guard let command = request.command else { return }
            command.isOnItsWay = false
            // Only what says nothing about the command itself is worth another try.
            if !code.isAboutServer { self.commands.removeAll { $0 === command } }
        }
    }

    /// The server knows no seat to resume.
    private func seatWasLost(_ code: ErrorCode) {
        if code == .unknownSession, let seat = self.seat, !self.hasShownSpentToken {
            let isEarly = self.world.graceClock < self.seatSafeUntil
            self.witness.lost(seat.session, in: seat.room, client: self.number, isEarly: isEarly)
        }
        self.hasShownSpentToken = self.hasShownSpentToken && code == .tokenReused
        self.loseSession()
        if code != .tokenReused { self.authenticate() }
    }

    /// The server says that the seat is gone: within a moment the client must have been told why.
    private func expectEnd(of seat: Int?) {
        guard let seat, seat == self.seat?.number, let link = self.link else { return }
        self.world.after(.seconds(15)) {
            let isStillThere = self.link === link && self.seat?.number == seat && !self.isStalled
            self.world.check(
                .refusalExpected,
                !isStillThere,
                "client \(self.number) was told that it is not in the room, but never why"
            )
        }
    }

    private func isExpected(_ code: ErrorCode, for call: ClientCall) -> Bool {
        if code.isAboutServer { return true }
        switch code {
        case .notInRoom: return call.room != nil
        case .roomEnded: return call.room != nil
        default: break
        }
        switch call {
        case .sessionAuthenticate:
            return code == .signInBusy || (self.isAccessRevoked && [.tokenInvalid, .credentialsWrong].contains(code))
        case .sessionResume: return [.unknownSession, .tokenReused].contains(code)
        case .roomJoin: return [.roomLocked, .roomFull, .kicked, .alreadyJoined, .joinQueued].contains(code)
        case .rosterWatch, .rosterUnwatch, .rosterPage: return [.unknownStream, .tooManyWatches].contains(code)
        case .mediaReport: return code == .permissionDenied
        case .signalSend: return code == .recipientGone
        case .sessionRefresh: return code == .signInBusy || (self.isAccessRevoked && code == .tokenInvalid)
        case .roomInfo(let info): return code == .unknownRoom && info.room == self.witness.unknownRoom
        case .sessionPing, .sessionBye, .roomCreate, .roomLeave, .rosterSearch: return false
        case .chatSend: return code == .permissionDenied
        default:
            return [.permissionDenied, .unknownParticipant].contains(code) || code.rawValue.hasPrefix("floor_")
        }
    }
}

extension ErrorCode {
    /// Whether the answer only tells of the server's own trouble.
    fileprivate var isAboutServer: Bool {
        switch self {
        case .storeUnavailable, .outcomeUnknown, .overloaded, .rateLimited: true
        default: false
        }
    }
}
