// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

extension SessionState {
    /// How often a command whose outcome is not known is sent again.
    private static let repetitionsMax = 8

    /// Asks the server; the answer comes as an action, after however many connections.
    ///
    /// Before the session is signed in the request waits.
    mutating func request(_ call: ClientCall, at now: Duration) throws(ClientError) -> RequestNumber {
        guard self.phase != .ended else { throw .stopped }
        guard self.requests.count < self.configuration.openRequestsMax else { throw .tooManyRequests }
        let number = self.makeNumber()
        let message = ClientRequest(id: .number(number.rawValue), call: call).encoded()
        guard message.count <= WireLimits.frameBytes else { throw .messageTooLong(limit: WireLimits.frameBytes) }
        guard self.openBytes + message.count <= self.configuration.openBytesMax else { throw .tooManyRequests }
        self.requests[number] = OpenRequest(call: call, message: message)
        self.openBytes += message.count
        if case .roomLeave(let leave) = call, self.withdraw(from: leave.room, at: now) {
            self.answer(number, .success(.emptyObject))
        } else {
            self.trySending(number, at: now)
        }
        return number
    }

    /// Sends what waits, in the order of asking.
    mutating func sendPending(at now: Duration) {
        for number in self.requests.keys.sorted() { self.trySending(number, at: now) }
    }

    private mutating func trySending(_ number: RequestNumber, at now: Duration) {
        guard self.phase == .ready, var request = self.requests[number], !request.isUnderWay else { return }
        if let notBefore = request.notBefore {
            guard notBefore <= now else { return }
            self.requests[number]?.notBefore = nil
        }
        if self.rejoin != nil, request.needsSeat { return }
        if request.wasSent, case .roomLeave(let leave) = request.call, self.seat?.room != leave.room {
            return self.answer(number, .success(.emptyObject))  // It was carried out; only the answer was lost.
        }
        request.isUnderWay = true
        request.wasSent = true
        request.notBefore = nil
        self.requests[number] = request
        self.sendMessage(request.message, at: now)
    }

    /// Gives the answer and forgets the request.
    mutating func answer(_ number: RequestNumber, _ result: Result<OpaqueJSON, ClientError>) {
        guard let request = self.requests.removeValue(forKey: number) else { return }
        self.openBytes -= request.message.count
        self.actions.append(.answer(number, result))
    }

    // MARK: Messages

    /// One message of the server has arrived, whole.
    mutating func received(_ frame: [UInt8], at now: Duration) {
        self.lastHeardAt = now
        do throws(JSONFault) {
            for message in try ServerMessage.decode(frame: frame) {
                switch self.phase {
                case .greeting, .authenticating, .resuming, .ready: try self.take(message, at: now)
                case .idle, .connecting, .waiting, .ended: return  // A message before this one ended the connection.
                }
            }
        } catch {
            self.drop(.unreadable("\(error)"), at: now)
        }
    }

    private mutating func take(_ message: ServerMessage, at now: Duration) throws(JSONFault) {
        switch message {
        case .response(.number(let id), let result):
            let number = RequestNumber(rawValue: id)
            if number == self.signIn {
                try self.signedIn(result, at: now)
            } else if number == self.rejoinNumber {
                try self.rejoined(result, at: now)
            } else {
                try self.answered(number, result)
            }
        case .error(.number(let id)?, let error):
            let number = RequestNumber(rawValue: id)
            if number == self.signIn {
                self.signInRefused(error, at: now)
            } else if number == self.rejoinNumber {
                self.rejoinRefused(error, at: now)
            } else {
                self.refused(number, error, at: now)
            }
        case .response, .error: break  // Nothing that was sent has such an id.
        case .push(let push): try self.pushed(push, at: now)
        }
    }

    /// Pings and watches of the session's own have answers that nobody waits for.
    private mutating func answered(_ number: RequestNumber, _ result: OpaqueJSON) throws(JSONFault) {
        guard let request = self.requests[number] else { return }
        switch request.call {
        case .roomJoin(let join): self.seated(try result.decoded(), join: join, isRejoin: false)
        case .roomLeave(let leave): if self.seat?.room == leave.room { self.seatIsGone(nil, rejoins: false) }
        case .rosterWatch(let watch):
            let answer: WatchResult = try result.decoded()
            for stream in watch.streams where answer.watching.contains(stream) { self.seat?.begin(stream) }
        case .rosterUnwatch(let unwatch): for stream in unwatch.streams { self.seat?.end(stream) }
        case .sessionRefresh(let refresh): self.credentials = .accessToken(refresh.accessToken)
        case .sessionBye: self.seat = nil  // The connection closes with 4506.
        default: break
        }
        self.answer(number, .success(result))
    }

    private mutating func refused(_ number: RequestNumber, _ error: RemoteError, at now: Duration) {
        guard var request = self.requests[number] else { return }
        if case .roomJoin(let join) = request.call, error.known == .joinQueued {
            return self.joinQueued(number, in: join.room, error, at: now)
        }
        // The protocol's own advice: the same key again tells.
        guard error.known == .outcomeUnknown, request.call.key != nil, request.attempts < Self.repetitionsMax else {
            return self.answer(number, .failure(.refused(error)))
        }
        request.isUnderWay = false
        request.attempts += 1
        let pause = max(self.configuration.pauseMin, .milliseconds(Int64(clamping: error.retryAfterMs ?? 0)))
        request.notBefore = now + pause
        self.requests[number] = request
    }
}

extension SessionState {
    /// Has a request that could not be made answered like any other.
    mutating func fail(with error: ClientError) -> RequestNumber {
        let number = self.makeNumber()
        self.actions.append(.answer(number, .failure(error)))
        return number
    }
}
