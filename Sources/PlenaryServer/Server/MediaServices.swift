// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import JanusMedia
internal import Logging
internal import LoopRuntime
internal import WebSocketClient

/// The media server that a node works with: its control connection has a loop to itself, so that no room waits for it.
struct MediaServices: Sendable {
    /// Nil where there is no media server.
    let janus: JanusMedia?
    let relays: RelayServices
    private let loops: LoopGroup?
    private let isConnected = Guarded(false)

    /// There is no media server.
    init() {
        self.janus = nil
        self.relays = RelayServices()
        self.loops = nil
    }

    /// - Throws: ``ServerFailure`` with `badConfiguration`.
    init(_ configuration: MediaConfiguration, logger: Logger) throws(ServerFailure) {
        self.relays = try RelayServices(configuration, logger: logger)
        guard configuration.hasMediaServer else {
            self.janus = nil
            self.loops = nil
            return
        }
        let loops = LoopGroup(count: 1)
        let settings = try JanusMediaConfiguration(configuration)
        let log = MediaLog(logger)
        do {
            let sockets = try WebSocketContext(on: loops.loops[0])
            self.janus = JanusMedia(settings, in: sockets) { [isConnected] event in
                log.note(event)
                switch event {
                case .connected: isConnected.withLock { $0 = true }
                case .connectionLost: isConnected.withLock { $0 = false }
                case .sessionLost, .unreadable, .refused: break
                }
            }
        } catch {
            throw ServerFailure(.badConfiguration, "media.janus.url: \(error)")
        }
        self.loops = loops
    }

    /// For those who run the server: whether rooms of more than four have picture and sound, and why not.
    var status: String {
        guard self.janus != nil else { return "none: rooms of more than four have no picture; see docs/media.md" }
        guard self.isConnected.withLock({ $0 }) else {
            return "not connected: rooms of more than four have no picture until Janus answers"
        }
        return "ready"
    }

    func start() {
        self.loops?.start(name: "media")
        self.janus?.start()
    }

    /// What the media server carries goes on until it gives it up, or a server that starts again takes it over.
    func stop() async {
        await self.relays.stop()
        guard let loops = self.loops else { return }
        self.janus?.stop()
        loops.stop()
        await Blocking.run { loops.join() }
    }
}

extension JanusMediaConfiguration {
    /// - Throws: ``ServerFailure`` with `badConfiguration`, naming the key.
    init(_ media: MediaConfiguration) throws(ServerFailure) {
        guard let address = WebSocketAddress(media.janusURL, defaultPath: "/") else {
            throw ServerFailure(.badConfiguration, "media.janus.url must be of the form ws://HOST:PORT")
        }
        guard media.roomKey.utf8.count >= 32 else {
            throw ServerFailure(.badConfiguration, "media.janus.roomKey must have at least 32 characters")
        }
        self.init(address: address, apiSecret: media.janusSecret, roomKey: Array(media.roomKey.utf8))
        if !media.janusAdminURL.isEmpty {
            guard let admin = WebSocketAddress(media.janusAdminURL, defaultPath: "/") else {
                throw ServerFailure(.badConfiguration, "media.janus.adminUrl must be of the form ws://HOST:PORT")
            }
            self.adminAddress = admin
            self.adminSecret = media.janusAdminSecret
        }
        // One secret for both: whoever may make rooms could ask for any of them anyway.
        self.adminKey = media.roomKey
        // Those on the Stage come on top of what a room takes.
        self.publishersMax = media.publishersMax + Self.publishersOnStageMax
        self.videoBitsPerSecondMax = media.videoBitsPerSecondMax
    }

    private static let publishersOnStageMax = 200
}
