// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import LoopRuntime

/// Serves WebSockets and HTTP/1.1 on a node's loops.
///
/// Each loop has its own libwebsockets context and its own listening sockets; the kernel spreads new connections over
/// them, and a connection stays on its loop. The order of life: make the loops and their handlers; make this, which
/// takes the ports; start the loops and this, in either order. To stop: ``stopListening()``, have the Edges shut down,
/// wait a little for clients to read why, then stop the loops, which closes what is left.
public final class Transport: Sendable {
    /// A loop, and who is told of its WebSockets.
    public struct Member: Sendable {
        public let loop: EventLoopThread
        public let handler: any ConnectionHandler

        public init(loop: EventLoopThread, handler: any ConnectionHandler) {
            self.loop = loop
            self.handler = handler
        }

        public init(loop: EventLoopThread, edge: Edge) {
            self.init(loop: loop, handler: EdgeHandler(edge: edge))
        }
    }

    /// As configured, with the ports that the system chose.
    public let listeners: [Listener]
    private let loops: [TransportLoop]
    /// For each loop one socket of each listener.
    private let sockets: [[ListeningSocket]]
    /// One for each listener that has TLS, as read first.
    private let certificates: [CertificatePair?]

    /// Checks the configuration, reads the certificates and takes the ports; nothing is served yet.
    ///
    /// - Parameter members: At least one, each with a loop of its own.
    /// - Throws: Any ``TransportError`` but ``TransportError/contextCreationFailed``; then nothing is left open.
    public init(
        _ configuration: TransportConfiguration,
        members: [Member],
        service: any HTTPService,
        observer: any TransportObserver
    ) throws(TransportError) {
        precondition(!members.isEmpty, "A transport has at least one loop")
        guard !configuration.listeners.isEmpty else { throw .noListeners }
        self.certificates = try Self.readCertificates(of: configuration.listeners)
        var listeners = configuration.listeners
        var sockets: [[ListeningSocket]] = members.map { _ in [] }
        for index in listeners.indices {
            for (loop, socket) in try ListeningSocket.open(listeners[index], count: members.count).enumerated() {
                sockets[loop].append(socket)
                listeners[index].port = socket.port
            }
        }
        self.listeners = listeners
        self.sockets = sockets
        let connectionsMax = (configuration.connectionsMax + members.count - 1) / members.count
        self.loops = members.map {
            TransportLoop(
                $0,
                connectionsMax: connectionsMax,
                configuration: configuration,
                service: service,
                observer: observer
            )
        }
        LibraryLog.attach(observer, of: self)
    }

    deinit {
        LibraryLog.detach(ObjectIdentifier(self))
    }

    /// Makes the contexts on their loops, then accepts connections on all of them.
    ///
    /// Waits for loops that have not been started.
    ///
    /// - Throws: ``TransportError/contextCreationFailed``; then the ports are free again once this object is gone.
    /// - Precondition: Called once.
    public func start() async throws(TransportError) {
        // libwebsockets numbers something of OpenSSL anew with each context, for the whole process, and finds nothing
        // again that it has kept under the earlier number. So all contexts come before the first host and the first
        // connection, and one after another.
        try await self.onEachLoop { loop throws(TransportError) in try loop.open() }
        try await self.onEachLoop { loop throws(TransportError) in try loop.addHosts(self.certificates) }
        for (loop, sockets) in zip(self.loops, self.sockets) {
            await Self.run(on: loop) { $0.listen(on: sockets) }
        }
    }

    /// Closes the ports; connections go on.
    public func stopListening() async {
        for loop in self.loops { await Self.run(on: loop) { $0.stopListening() } }
    }

    /// Reads all certificates and keys again and shows them in new handshakes; connections go on as they are.
    ///
    /// - Throws: ``TransportError/certificateRefused(file:reason:)``; then nothing has changed.
    public func reloadCertificates() async throws(TransportError) {
        let certificates = try Self.readCertificates(of: self.listeners)
        for loop in self.loops { await Self.run(on: loop) { $0.replaceCertificates(certificates) } }
    }

    /// What each loop's transport has done, in the order of the members.
    public func counters() async -> [TransportCounters] {
        var counters: [TransportCounters] = []
        for loop in self.loops { counters.append(await Self.run(on: loop) { $0.counters }) }
        return counters
    }

    /// Runs `body` on all loops in their order; when it fails on one, all contexts are closed.
    private func onEachLoop(
        _ body: @escaping @Sendable (TransportLoop) throws(TransportError) -> Void
    ) async throws(TransportError) {
        for loop in self.loops {
            let result = await Self.run(on: loop) { loop in
                Result { () throws(TransportError) in try body(loop) }
            }
            guard case .failure(let error) = result else { continue }
            for opened in self.loops { await Self.run(on: opened) { $0.end() } }
            throw error
        }
    }

    private static func readCertificates(of listeners: [Listener]) throws(TransportError) -> [CertificatePair?] {
        var certificates: [CertificatePair?] = []
        for listener in listeners {
            switch listener.security {
            case .plain: certificates.append(nil)
            case .tls(let files): certificates.append(try CertificatePair(files))
            }
        }
        return certificates
    }

    /// Runs `body` on the loop of `member` and waits for its result.
    private static func run<Result: Sendable>(
        on member: TransportLoop,
        _ body: @escaping @Sendable (TransportLoop) -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            member.loop.post { continuation.resume(returning: body(member)) }
        }
    }
}
