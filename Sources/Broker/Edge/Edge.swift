// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// An Edge owns the connections of one loop: it greets, parses, limits, signs in, asks rooms, and fans frames out. What
// a reconnect needs lives with the room, so an Edge forgets a connection as soon as it is gone.

public import ConferenceCore
internal import DequeModule
public import LoopRuntime
internal import Wire

/// The connections and sessions of one loop. Pinned to its loop; every handler runs to completion.
public actor Edge {
    /// What an Edge tells its clients about the node it belongs to.
    public struct NodeInfo: Sendable {
        public let node: UInt16
        public let version: String
        /// Where browsers find this server, without a slash at the end: links of rooms begin with it.
        public let publicURL: String
        public let features: [String]

        public init(node: UInt16, version: String, publicURL: String, features: [String]) {
            self.node = node
            self.version = version
            self.publicURL = publicURL
            self.features = features
        }
    }

    /// The ports that an Edge calls.
    public struct Ports: Sendable {
        public let bus: any Bus<BrokerMessage>
        public let signIn: any SignIn
        public let secrets: any SecretSource
        public let observer: any BrokerObserver
        /// Nil where there are none.
        public let iceServers: (any ICEServerSource)?
        public let invitations: any InvitationCodes

        public init(
            bus: any Bus<BrokerMessage>,
            signIn: any SignIn,
            secrets: any SecretSource,
            observer: any BrokerObserver,
            iceServers: (any ICEServerSource)? = nil,
            invitations: any InvitationCodes
        ) {
            self.bus = bus
            self.signIn = signIn
            self.secrets = secrets
            self.observer = observer
            self.iceServers = iceServers
            self.invitations = invitations
        }
    }

    public nonisolated let address: Address
    let loop: any EventLoop
    let node: NodeInfo
    let placement: RoomPlacement
    let ports: Ports
    let limits: BrokerLimits

    var connections: [ConnectionID: EdgeConnection] = [:]
    /// The connection of each signed-in session.
    var sessions: [SessionID: EdgeConnection] = [:]
    /// Who gets which stream here.
    var subscribers: [StreamKey: Subscribers] = [:]
    /// Messages that a full mailbox refused, with the connection that is not read until they are through.
    var outboxes: [Address: Deque<(message: RoomsMessage, from: ConnectionID?)>] = [:]
    private var nextConnection: UInt64

    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.loop.asUnownedSerialExecutor() }

    public init(
        address: Address,
        loop: any EventLoop,
        node: NodeInfo,
        placement: RoomPlacement,
        ports: Ports,
        limits: BrokerLimits
    ) {
        precondition(address.role == .edge, "An Edge speaks for connections")
        self.address = address
        self.loop = loop
        self.node = node
        self.placement = placement
        self.ports = ports
        self.limits = limits
        self.nextConnection = UInt64(address.loop) << 48  // Unique within the node without asking anybody.
    }

    /// Asks the bus to tell when a shelf takes messages again; once, before the first connection.
    public func start() {
        self.ports.bus.onSpace(for: self.address) { [weak self] rooms in
            self?.assumeIsolated { $0.flushOutbox(of: rooms) }
        }
    }

    public var connectionCount: Int { self.connections.count }
    public var sessionCount: Int { self.sessions.count }

    // MARK: - What the transport tells

    /// A client has connected; it is greeted at once.
    public func opened(_ link: any ClientConnection) -> ConnectionID {
        self.nextConnection += 1
        let id = ConnectionID(self.nextConnection)
        let connection = EdgeConnection(id: id, link: link, limits: self.limits, now: self.loop.now)
        self.connections[id] = connection
        self.watch(connection, for: self.limits.authenticationTimeout)
        self.send(self.hello, to: connection)
        self.ports.observer.note(.connectionOpened(id))
        return id
    }

    /// A whole text message has arrived.
    public func received(_ bytes: [UInt8], on id: ConnectionID) {
        guard let connection = self.connections[id] else { return }
        connection.lastHeardAt = self.loop.now
        // Whatever arrives counts: what is no request costs as much as what is one.
        let limited = connection.requests.take(at: self.loop.now).map {
            WireError(.rateLimited, retryAfterMs: UInt64($0))
        }
        do {
            let request = try ClientRequest(decoding: bytes)
            if let limited { return self.answer(request.id, limited, on: connection) }
            connection.malformedInARow = 0
            self.handle(request, on: connection)
        } catch {
            if let limited, let id = error.id { return self.answer(id, limited, on: connection) }
            self.refuse(error, on: connection)
        }
    }

    /// Something other than a text message has arrived.
    public func receivedBinary(on id: ConnectionID) {
        guard let connection = self.connections[id] else { return }
        self.close(connection, .protocolViolation)
    }

    /// Everything that waited for a congested connection has been written: what was left out meanwhile is made good.
    public func drained(_ id: ConnectionID) {
        guard let connection = self.connections[id], connection.isCongested else { return }
        connection.isCongested = false
        let stale = connection.staleKeys
        #if PLENARY_PLANTED_BUGS
        if self.limits.planted == .staleForgotten {
            return stale.compactMap { self.subscribers[$0] }.forEach(connection.markFresh)
        }
        #endif
        guard let room = stale.first?.room, let session = connection.session else { return }
        self.ports.observer.note(.refreshAsked(room, session.id))
        self.ask(room, .refresh(session.id, connection.id, stale.map(\.stream)), from: connection)
    }

    /// The connection is gone; late and repeated news change nothing.
    public func closed(_ id: ConnectionID) {
        guard let connection = self.connections[id] else { return }
        self.ports.observer.note(.connectionClosed(id, connection.session?.id, nil))
        self.forget(connection, tellRoom: true)
    }

    // MARK: - What the server tells

    /// The principal's access was revoked: its sessions end at once.
    ///
    /// Whose credentials are being checked is not known yet, so whoever signs in by such a check is looked up again.
    public func accessRevoked(_ principal: Principal) {
        for connection in self.connectionsInOrder {
            if case .checking = connection.phase { connection.mustCheckGrant = true }
            guard connection.session?.principal == principal else { continue }
            if let room = connection.session?.room { self.ask(room, .revoke(principal), from: nil) }
            self.close(connection, .accessRevoked, tellRoom: false)
        }
    }

    /// Closes every connection with a code that makes clients come back: the node stops or restarts.
    public func shutDown() {
        for connection in self.connectionsInOrder { self.close(connection, .shuttingDown) }
    }

    var connectionsInOrder: [EdgeConnection] { self.connections.values.sorted { $0.id < $1.id } }

    private var hello: [UInt8] {
        let heartbeat = ServerHello.Heartbeat(
            intervalMs: UInt32(self.limits.heartbeatInterval.wholeMilliseconds),
            timeoutMs: UInt32(self.limits.heartbeatTimeout.wholeMilliseconds)
        )
        var shown = ServerHello.Limits()
        shown.requestsPerSecond = self.limits.requestsPerSecond
        let hello = ServerHello(
            protocolVersion: 1,
            version: self.node.version,
            node: self.node.node,
            time: self.loop.wallClockMs,
            features: self.node.features,
            heartbeat: heartbeat,
            limits: shown
        )
        return ServerPush.hello(hello).encoded()
    }
}
