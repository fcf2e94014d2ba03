// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

extension Edge {
    /// Takes a batch of a shelf's messages in.
    public func receive(_ batch: [BrokerMessage]) {
        for message in batch {
            guard case .edge(let message) = message else { preconditionFailure("A shelf's message came to no Edge") }
            self.receive(message)
        }
    }

    private func receive(_ message: EdgeMessage) {
        let room = message.room
        switch message.body {
        case .reply(let address, let reply): self.replied(reply, address, in: room)
        case .attach(let session, let stream, let frames):
            guard let connection = self.seated(session, in: room) else { return }
            self.attach(connection, to: StreamKey(room: room, stream: stream), frames)
        case .detach(let session, let streams):
            guard let connection = self.sessions[session] else { return }
            for stream in streams { self.detach(connection, from: StreamKey(room: room, stream: stream)) }
        case .deliver(let stream, let frame): self.deliver(frame, StreamKey(room: room, stream: stream))
        case .ended(let stream, let last): self.end(StreamKey(room: room, stream: stream), last)
        case .direct(let session, let frame):
            guard let connection = self.seated(session, in: room) else { return }
            self.send(frame, to: connection)
        case .release(let session, let connection, let code): self.release(session, connection, code)
        case .closed(let last):
            for frame in last { self.deliver(frame, StreamKey(room: room, stream: .room)) }
            self.leaveRoom(room)
        case .rebuilding: self.comeBack(to: room)
        }
    }

    /// Puts one frame into the queue of everybody who gets the stream here.
    private func deliver(_ bytes: [UInt8], _ key: StreamKey) {
        guard let subscribers = self.subscribers[key] else { return }
        let frame = Frame(bytes)
        var overflowed: [EdgeConnection] = []
        var leftOut = 0
        for connection in subscribers.members {
            if connection.leavesOut(subscribers) {
                leftOut += 1
                continue
            }
            switch connection.link.send(frame) {
            case .accepted, .gone: break
            case .congested: connection.isCongested = true
            case .overflow: overflowed.append(connection)
            }
        }
        if leftOut > 0 { self.ports.observer.note(.changesLeftOut(key.room, recipients: leftOut)) }
        // Afterwards, because closing changes the members.
        for connection in overflowed { self.close(connection, .slowConsumer) }
    }

    /// Brings a connection to the present of a stream; from then on it gets whatever the stream brings.
    ///
    /// A congested one is not sent what can be had later: it asks for that when everything before has been written.
    private func attach(_ connection: EdgeConnection, to key: StreamKey, _ frames: [[UInt8]]) {
        let subscribers = self.subscribers(of: key)
        // The answer to a request that an earlier answer has made needless.
        if connection.isStale(in: subscribers) == false { return }
        if connection.isCongested, key.stream.isRenewable {
            subscribers.add(connection)
            return connection.markStale(subscribers)
        }
        subscribers.add(connection)
        connection.markFresh(subscribers)
        for frame in frames { self.send(frame, to: connection) }
    }

    /// A stream is over; who is not at its present gets the last of it so that it learns of the end.
    private func end(_ key: StreamKey, _ last: [[UInt8]]) {
        guard let ended = self.subscribers[key] else { return }
        let frames = last.map { Frame($0) }
        for connection in ended.members {
            let isStale = connection.isStale(in: ended) ?? false
            self.detach(connection, from: key)
            if isStale { for frame in frames { self.send(frame, to: connection) } }
        }
    }

    /// The connection of a session that sits in `room`.
    private func seated(_ session: SessionID, in room: RoomID) -> EdgeConnection? {
        guard let connection = self.sessions[session], connection.session?.place == .seated(room) else { return nil }
        return connection
    }

    /// The session is not of this connection any more; the room knows.
    private func release(_ session: SessionID, _ id: ConnectionID, _ code: CloseCode) {
        guard let connection = self.connections[id] else { return }
        self.close(connection, code, tellRoom: false)
    }

    /// Every session of `room` on this loop is in no room any more.
    private func leaveRoom(_ room: RoomID) {
        for connection in self.sessions.values where connection.session?.room == room {
            connection.session?.place = .outside
            self.detachAll(connection)
        }
    }

    /// Closes every connection that `room` knows, or is about to know, so that it comes back.
    private func comeBack(to room: RoomID) {
        for connection in self.connectionsInOrder {
            switch connection.phase {
            case .greeted, .checking: break
            case .resuming(let resuming):
                if resuming.room == room { self.close(connection, .stateRebuilt) }
            case .signedIn(let session):
                guard session.room == room else { continue }
                // A request on its way to the state that is built anew would seat a connection that is gone.
                self.close(connection, .stateRebuilt, tellRoom: session.place != .seated(room))
            }
        }
    }

    // MARK: - Tables

    private func subscribers(of key: StreamKey) -> Subscribers {
        if let known = self.subscribers[key] { return known }
        let made = Subscribers(key)
        self.subscribers[key] = made
        return made
    }

    private func detach(_ connection: EdgeConnection, from key: StreamKey) {
        guard let subscribers = self.subscribers[key] else { return }
        subscribers.remove(connection)
        if subscribers.members.isEmpty { self.subscribers[key] = nil }
    }

    func detachAll(_ connection: EdgeConnection) {
        for subscription in connection.subscriptions { self.detach(connection, from: subscription.subscribers.key) }
    }
}
