// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The one place that sees every adapter: it makes them, wires them to the ports of the Broker, and ends them in order.
// Start: database, identity, loops, Edges and shelves, ports of the network. Stop: no new connections, clients told to
// come back, what was accepted made durable, loops, database.

internal import Broker
internal import ConferenceCore
internal import Foundation
internal import Identity
public import Logging
internal import LoopRuntime
internal import SQLiteStore
internal import WebSocketTransport

/// A running node.
public final class Server: Sendable {
    /// The version of this program.
    public static let version = "0.1.0"

    let configuration: ServerConfiguration
    let files: ServerFiles
    let logger: Logger
    let loops: LoopGroup
    let edges: [Edge]
    let shelves: [RoomShelf]
    let observers: [LoopObserver]
    let desk: RoomDesk
    private let admin: AdminSocket
    let transport: Transport
    let http: ServerHTTP
    let store: ServerStore
    let signIn: ServerSignIn
    let media: MediaServices

    /// Starts a node and returns once it serves.
    ///
    /// - Parameter home: Where relative paths of the configuration start.
    /// - Throws: ``ServerFailure``; then nothing is left open.
    public static func start(
        _ configuration: ServerConfiguration,
        home: String,
        logger: Logger
    ) async throws(ServerFailure) -> Server {
        let files = ServerFiles(configuration, home: home)
        let listeners = try Self.listeners(of: configuration, files)
        let store = try ServerStore(files)
        do {
            let signIn = try ServerSignIn(configuration, files, store.directory, logger: logger)
            let server = try Server(configuration, files, listeners, store, signIn, logger: logger)
            try await server.serve()
            return server
        } catch {
            store.close()
            throw error
        }
    }

    private init(
        _ configuration: ServerConfiguration,
        _ files: ServerFiles,
        _ listeners: [Listener],
        _ store: ServerStore,
        _ signIn: ServerSignIn,
        logger: Logger
    ) throws(ServerFailure) {
        let count = configuration.loopCount > 0 ? configuration.loopCount : ProcessInfo.processInfo.activeProcessorCount
        let loops = LoopGroup(count: min(count, Wiring.loopsMax))
        let media = try MediaServices(configuration.media, logger: logger)
        let wiring = Wiring(configuration, loops, store.log, signIn.entrance, media: media, logger: logger)
        let node = AdminNode(
            desk: wiring.desk,
            edges: wiring.edges,
            shelves: wiring.shelves,
            tokens: signIn.tokens,
            loop: loops.loops[0]
        )
        let service = AdminService(store, configuration, files, node: node)
        var transportConfiguration = TransportConfiguration(
            listeners: listeners,
            allowedOrigins: configuration.allowedOrigins + [configuration.publicURL]
        )
        transportConfiguration.connectionsMax = configuration.connectionsMax
        let web = try WebRoutes(configuration, files)
        let http = ServerHTTP(
            configuration,
            store,
            web: web,
            tokens: signIn.tokens,
            guests: signIn.guests,
            mediaStatus: { media.status }
        )
        do {
            self.transport = try Transport(
                transportConfiguration,
                members: zip(loops.loops, wiring.edges).map { Transport.Member(loop: $0, edge: $1) },
                service: http,
                observer: TransportLog(logger)
            )
        } catch {
            throw ServerFailure(error)
        }
        self.admin = try AdminSocket(path: files.controlSocket, service: service, logger: logger)
        self.configuration = configuration
        self.files = files
        self.logger = logger
        self.loops = loops
        self.edges = wiring.edges
        self.shelves = wiring.shelves
        self.observers = wiring.observers
        self.desk = wiring.desk
        self.store = store
        self.signIn = signIn
        self.media = media
        self.http = http
        http.metrics = { [weak self] in await self?.renderMetrics() ?? "" }
    }

    private func serve() async throws(ServerFailure) {
        self.loops.start(name: "loop")
        self.media.start()
        for shelf in self.shelves { await shelf.start() }
        for edge in self.edges { await edge.start() }
        do {
            try await self.transport.start()
        } catch {
            await Blocking.run { self.admin.stop() }
            await self.media.stop()
            await self.endLoops()
            throw ServerFailure(error)
        }
        self.admin.start()
        self.http.isReady = true
        self.forgetExpiredTokens(on: self.loops.loops[0])
        self.logger.notice(
            "serving",
            metadata: [
                "version": "\(Self.version)", "url": "\(self.configuration.publicURL)",
                "loops": "\(self.loops.loops.count)",
            ]
        )
    }

    /// The listeners as they are, with the ports that the system chose.
    public var addresses: [String] { self.transport.listeners.map { "\($0.address):\($0.port)" } }

    /// Reads the certificates again; connections in progress go on.
    ///
    /// - Throws: ``ServerFailure``; then the old certificates stay.
    public func reloadCertificates() async throws(ServerFailure) {
        do {
            try await self.transport.reloadCertificates()
        } catch {
            throw ServerFailure(error)
        }
        self.http.certificatesChanged()
        self.logger.notice("certificates read again")
    }

    /// Ends the node: clients are told to come back, and nothing that was acknowledged is lost.
    public func stop() async {
        self.logger.notice("stopping")
        self.http.isReady = false
        await self.transport.stopListening()
        await Blocking.run { self.admin.stop() }
        for edge in self.edges { await edge.shutDown() }
        await self.desk.shutDown()
        await Self.wait(.milliseconds(200), on: self.loops.loops[0])  // For close frames to leave.
        await Blocking.run { self.store.log.stop() }
        await self.media.stop()
        await self.endLoops()
        self.signIn.stop()
        self.store.close()
        self.logger.notice("stopped")
    }

    /// Forgets refresh tokens that have expired, once an hour: each renewal leaves one behind.
    private func forgetExpiredTokens(on loop: EventLoopThread) {
        loop.post { [weak self] in
            guard let self else { return }
            self.signIn.tokens.removeExpired(on: loop) { _ in }  // A failure is told to the log, and tried in an hour.
            _ = loop.schedule(after: .seconds(3_600)) { [weak self] in self?.forgetExpiredTokens(on: loop) }
        }
    }

    private func endLoops() async {
        self.loops.stop()
        await Blocking.run { self.loops.join() }
    }

    private static func wait(_ time: Duration, on loop: EventLoopThread) async {
        await withCheckedContinuation { continuation in
            loop.post { _ = loop.schedule(after: time) { continuation.resume() } }
        }
    }
}
