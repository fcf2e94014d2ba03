// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing
import WebSocketTransport

/// Collects events from any thread.
final class TestObserver: TransportObserver {
    private let state = Guarded<[TransportEvent]>([])

    var events: [TransportEvent] { self.state.withLock { $0 } }

    func note(_ event: TransportEvent) { self.state.withLock { $0.append(event) } }
}

/// A transport on loops of its own, with a TLS and a plain listener on ports that the system chooses.
final class TestServer: Sendable {
    let loops: LoopGroup
    let handlers: [TestHandler]
    let service = TestService()
    let observer = TestObserver()
    let transport: Transport
    let certificates: Certificates
    let files: CertificateFiles

    static func start(
        loops count: Int = 1,
        _ adjust: (inout TransportConfiguration) -> Void = { _ in }
    ) async throws -> TestServer {
        let server = try TestServer(loops: count, adjust)
        server.loops.start(name: "transport")
        try await server.transport.start()
        return server
    }

    private init(loops count: Int, _ adjust: (inout TransportConfiguration) -> Void) throws {
        let loops = LoopGroup(count: count)
        self.loops = loops
        self.handlers = loops.loops.enumerated().map { TestHandler(loop: $1, firstID: UInt64($0 + 1) * 1_000_000) }
        self.certificates = try Certificates()
        self.files = try self.certificates.make("first")
        var configuration = TransportConfiguration(listeners: [
            Listener(address: "127.0.0.1", port: 0, security: .tls(self.files)),
            Listener(address: "127.0.0.1", port: 0, security: .plain),
        ])
        adjust(&configuration)
        self.transport = try Transport(
            configuration,
            members: zip(loops.loops, self.handlers).map { Transport.Member(loop: $0, handler: $1) },
            service: self.service,
            observer: self.observer
        )
    }

    var handler: TestHandler { self.handlers[0] }

    func port(tls: Bool) -> UInt16 { self.transport.listeners[tls ? 0 : 1].port }

    func connect(tls: Bool = false, receiveBuffer: Int32? = nil) throws -> WebSocketClient {
        let client = try WebSocketClient(port: self.port(tls: tls), tls: tls, receiveBuffer: receiveBuffer)
        #expect(client.status == 101)
        #expect(try client.readText()?.hasPrefix("hello") == true)
        return client
    }

    func http(tls: Bool = false) throws -> HTTPClient { try HTTPClient(port: self.port(tls: tls), tls: tls) }

    func stop() {
        self.loops.stop()
        self.loops.join()
        self.certificates.remove()
    }

    var counters: TransportCounters {
        get async { await self.transport.counters().reduce(TransportCounters(), +) }
    }
}

/// Asks until the answer is yes, for ten seconds.
func eventually(_ condition: () async -> Bool) async -> Bool {
    for _ in 0..<1_000 {
        if await condition() { return true }
        pause(milliseconds: 10)
    }
    return false
}

extension TransportCounters {
    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.connections += right.connections
        sum.webSockets += right.webSockets
        sum.connectionsAccepted += right.connectionsAccepted
        sum.connectionsRefused += right.connectionsRefused
        sum.tlsFailures += right.tlsFailures
        sum.handshakesRefused += right.handshakesRefused
        sum.messagesIn += right.messagesIn
        sum.messagesOut += right.messagesOut
        sum.bytesIn += right.bytesIn
        sum.bytesOut += right.bytesOut
        sum.framesQueued += right.framesQueued
        sum.overflows += right.overflows
        sum.requests += right.requests
        sum.requestsRefused += right.requestsRefused
        return sum
    }
}
