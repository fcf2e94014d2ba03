// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import DequeModule
internal import LoopRuntime
internal import Wire

// MARK: - Sending and closing

extension Edge {
    /// Sends one frame to one connection.
    func send(_ bytes: [UInt8], to connection: EdgeConnection) {
        self.send(Frame(bytes), to: connection)
    }

    func send(_ frame: Frame, to connection: EdgeConnection) {
        switch connection.link.send(frame) {
        case .accepted: break
        case .congested: connection.isCongested = true
        case .overflow: self.close(connection, .slowConsumer)
        case .gone: break  // Its `closed` is under way.
        }
    }

    func answer(_ id: RequestID, _ result: some JSONEncodable, on connection: EdgeConnection) {
        self.send(ServerResponse(to: id, result).encoded(), to: connection)
    }

    func answer(_ id: RequestID, _ error: WireError, on connection: EdgeConnection) {
        self.send(ErrorResponse(to: id, error).encoded(), to: connection)
    }

    func answer(_ id: RequestID, _ code: ErrorCode, on connection: EdgeConnection) {
        self.answer(id, WireError(code), on: connection)
    }

    /// Answers what is no request; too much of it ends the connection.
    func refuse(_ refusal: DecodingRefusal, on connection: EdgeConnection) {
        self.send(refusal.response.encoded(), to: connection)
        guard refusal.isMalformed else {
            connection.malformedInARow = 0
            return
        }
        connection.malformedInARow += 1
        if connection.malformedInARow >= self.limits.malformedInARowMax { self.close(connection, .protocolViolation) }
    }

    /// Closes a connection and forgets it; its session stays seated for the grace, unless the room ended the seat.
    func close(_ connection: EdgeConnection, _ code: CloseCode, tellRoom: Bool = true) {
        guard self.connections[connection.id] === connection else { return }
        self.ports.observer.note(.connectionClosed(connection.id, connection.session?.id, code))
        self.forget(connection, tellRoom: tellRoom)
        connection.link.close(code)
    }

    /// Takes a connection out of every table; the room hears of it unless it knows already.
    func forget(_ connection: EdgeConnection, tellRoom: Bool) {
        self.connections[connection.id] = nil
        if let timer = connection.watchdog { self.loop.cancel(timer) }
        if let timer = connection.expiry { self.loop.cancel(timer) }
        self.detachAll(connection)
        switch connection.phase {
        case .greeted, .checking: break
        case .resuming(let resuming):
            // The room may have given the seat to this connection by now.
            if tellRoom { self.ask(resuming.room, .connectionLost(resuming.session, connection.id), from: nil) }
        case .signedIn(let session):
            if self.sessions[session.id] === connection { self.sessions[session.id] = nil }
            guard tellRoom, let room = session.room else { return }
            self.ask(room, .connectionLost(session.id, connection.id), from: nil)
        }
    }
}

// MARK: - Liveness

extension Edge {
    /// Arms the connection's watchdog: for authentication at first, for silence later.
    func watch(_ connection: EdgeConnection, for delay: Duration) {
        if let timer = connection.watchdog { self.loop.cancel(timer) }
        let id = connection.id
        connection.watchdog = self.loop.schedule(after: delay) { [weak self] in
            self?.assumeIsolated { $0.watchdogFired(id) }
        }
    }

    private func watchdogFired(_ id: ConnectionID) {
        guard let connection = self.connections[id] else { return }
        connection.watchdog = nil
        switch connection.phase {
        case .greeted: return self.close(connection, .authenticationTimeout)
        case .checking, .resuming: return self.close(connection, .overloaded)  // It is we who are late.
        case .signedIn: break
        }
        // Not re-armed by every message: that would cost more than looking once per timeout.
        let silence = self.loop.now - connection.lastHeardAt
        guard silence < self.limits.heartbeatTimeout else { return self.close(connection, .heartbeatTimeout) }
        self.watch(connection, for: self.limits.heartbeatTimeout - silence)
    }

    /// Ends the session some time after its access token has expired, unless it is refreshed before.
    func watchExpiry(of connection: EdgeConnection, until expiresAt: Timestamp) {
        if let timer = connection.expiry { self.loop.cancel(timer) }
        let id = connection.id
        // Counted from the end itself: who comes back later gets no other minute.
        let left = Duration.milliseconds(expiresAt.ms - self.loop.wallClockMs) + self.limits.tokenGrace
        connection.expiry = self.loop.schedule(after: max(.zero, left)) { [weak self] in
            self?.assumeIsolated { $0.expired(id) }
        }
    }

    private func expired(_ id: ConnectionID) {
        guard let connection = self.connections[id] else { return }
        connection.expiry = nil
        self.close(connection, .accessRevoked)
    }
}

// MARK: - Asking rooms

extension Edge {
    /// Sends a message to the loop that hosts `room`; when its mailbox is full, the connection is not read meanwhile.
    func ask(_ room: RoomID, _ body: RoomsMessage.Body, from connection: EdgeConnection?) {
        let rooms = self.placement.address(of: room)
        let message = RoomsMessage(room, body)
        if self.outboxes[rooms] == nil, self.ports.bus.send(.rooms(message), from: self.address, to: rooms) { return }
        self.outboxes[rooms, default: []].append((message, connection?.id))
        guard let connection else { return }
        connection.unsentCount += 1
        if connection.unsentCount == 1 { connection.link.setReading(false) }
    }

    func flushOutbox(of rooms: Address) {
        // Stays in its place until it is empty, so that nothing newer overtakes it.
        while let next = self.outboxes[rooms]?.first {
            guard self.ports.bus.send(.rooms(next.message), from: self.address, to: rooms) else { return }
            self.outboxes[rooms]?.removeFirst()
            guard let id = next.from, let connection = self.connections[id] else { continue }
            connection.unsentCount -= 1
            if connection.unsentCount == 0 { connection.link.setReading(true) }
        }
        self.outboxes[rooms] = nil
    }

    func replyAddress(_ request: RequestID, _ connection: EdgeConnection) -> ReplyAddress {
        ReplyAddress(edge: self.address, connection: connection.id, request: request)
    }
}
