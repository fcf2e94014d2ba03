// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import JanusMedia
import LoopRuntime
import WebSocketClient

/// The adapter with a real Janus.
final class JanusBench: MediaBench {
    private static let clientRoom = "900000001"
    static let roomKey: [UInt8] = Array("the key of all rooms".utf8)

    let server: JanusServer
    let inbox = NoticeInbox()
    let shelf = Address(node: 1, loop: 0, role: .rooms)
    let loop = EventLoopThread()
    let sockets: WebSocketContext
    private(set) var janusMedia: JanusMedia
    private var clients: (janus: RawJanus, dummy: String)?

    var media: any MediaPlane { self.janusMedia }
    var listenerLoop: any EventLoop { self.loop }

    init() throws {
        self.server = try JanusServer()
        self.loop.start(name: "janus-test")
        self.sockets = try WebSocketContext(on: self.loop, trusting: .system)
        self.janusMedia = try Self.makeMedia(self.server, in: self.sockets)
        self.janusMedia.listen(for: self.shelf, on: self.loop) { [inbox] in inbox.add($0) }
        self.janusMedia.start()
        try self.inbox.waitUntilReady()
        self.inbox.clear()
    }

    deinit {
        self.janusMedia.stop()
        self.loop.stop()
        self.loop.join()
    }

    static func address(_ port: UInt16) throws -> WebSocketAddress {
        guard let address = WebSocketAddress("ws://127.0.0.1:\(port)", defaultPath: "/") else {
            throw JanusServer.Failure(description: "no address")
        }
        return address
    }

    static func makeMedia(_ server: JanusServer, in sockets: WebSocketContext) throws -> JanusMedia {
        var configuration = JanusMediaConfiguration(
            address: try self.address(server.port),
            apiSecret: JanusServer.apiSecret,
            roomKey: self.roomKey
        )
        configuration.adminAddress = try self.address(server.adminPort)
        configuration.adminSecret = JanusServer.adminSecret
        return JanusMedia(configuration, in: sockets)
    }

    /// Ends the adapter as a crash of the server would, and starts another in its place.
    func restartMedia(ordering first: MediaOrder? = nil) throws {
        self.janusMedia.stop()
        self.settle()
        self.inbox.clear()
        self.janusMedia = try Self.makeMedia(self.server, in: self.sockets)
        self.janusMedia.listen(for: self.shelf, on: self.loop) { [inbox] in inbox.add($0) }
        if let first { self.order(first) }
        self.janusMedia.start()
    }

    /// What goes on in the adapter now.
    func counters() async -> JanusMediaCounters { await self.janusMedia.counters }

    /// A client of Janus's own protocol, beside the adapter.
    func raw() throws -> RawJanus {
        if let clients = self.clients { return clients.janus }
        let janus = try RawJanus(try Self.address(self.server.port), in: self.sockets)
        self.clients = (janus, try JanusClient.makeRoom(Self.clientRoom, at: janus))
        return janus
    }

    func makeClient() throws -> any MediaClient { try self.makeJanusClient() }

    func makeJanusClient() throws -> JanusClient {
        let janus = try self.raw()
        return JanusClient(janus, room: Self.clientRoom, dummy: self.clients?.dummy ?? "")
    }

    func crash() throws {
        try self.kill()
        try self.restart()
    }

    func kill() throws {
        self.clients?.janus.close()
        self.clients = nil
        self.server.kill()
    }

    func restart() throws {
        try self.server.start()
    }

    func passes(_ track: Track, in room: RoomID) throws -> Bool {
        for _ in 0..<10 {
            let streams = try self.streams(of: track.session, in: room)
            if let stream = streams.first(where: { $0["description"] as? String == "\(track.kind)" }) {
                return stream["moderated"] as? Bool != true
            }
            self.settle()  // Others hear of a publisher once its media is up.
        }
        return false
    }

    /// What somebody who joins the room now is told of a publisher.
    private func streams(of session: SessionID, in room: RoomID) throws -> [[String: Any]] {
        let janus = try self.raw()
        let handle = try janus.attach()
        let (data, _) = try janus.ask(
            ["request": "join", "ptype": "publisher", "room": String(room.number), "id": UUID().uuidString],
            of: handle
        )
        try janus.ask(["janus": "detach", "handle_id": handle])
        let publishers = data["publishers"] as? [[String: Any]] ?? []
        let name = String(session.rawValue, radix: 16)
        let own = publishers.filter { ($0["id"] as? String)?.contains(name) == true }
        return own.flatMap { $0["streams"] as? [[String: Any]] ?? [] }
    }

    func settle() {
        // Nothing says that nothing comes: half a second is a hundred times what Janus takes.
        let never = Monitor(false)
        never.wait(atMost: .milliseconds(500)) { $0 }
    }
}
