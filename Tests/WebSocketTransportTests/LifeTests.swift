// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
import LoopRuntime
import Testing
import WebSocketTransport

extension TransportTests {
    @Suite("Life of a transport")
    struct LifeTests {
        private func transport(_ listeners: [Listener]) throws -> Transport {
            let loop = EventLoopThread()
            return try Transport(
                TransportConfiguration(listeners: listeners),
                members: [Transport.Member(loop: loop, handler: TestHandler(loop: loop, firstID: 1))],
                service: TestService(),
                observer: TestObserver()
            )
        }

        @Test("two loops share a port, and both serve", arguments: [true, false])
        func twoLoops(tls: Bool) async throws {
            let server = try await TestServer.start(loops: 2)
            let clients = try (0..<60).map { _ in try server.connect(tls: tls) }
            for (index, client) in clients.enumerated() { client.send("to \(index)") }
            for (index, client) in clients.enumerated() { #expect(try client.readText() == "to \(index)") }
            for handler in server.handlers { #expect(handler.openedCount > 5) }
            #expect(server.handlers.map(\.openedCount).reduce(0, +) == 60)
            server.stop()
        }

        @Test("without TLS only this machine is served")
        func plainBeyondLoopback() throws {
            for address in ["0.0.0.0", "192.0.2.1", "::", "2001:db8::1", "::ffff:127.0.0.1"] {
                #expect(throws: TransportError.plainBeyondLoopback(address: address, port: 80)) {
                    try self.transport([Listener(address: address, port: 80, security: .plain)])
                }
            }
            for address in ["127.0.0.1", "127.1.2.3", "::1"] {
                #expect(throws: Never.self) {
                    try self.transport([Listener(address: address, port: 0, security: .plain)])
                }
            }
        }

        @Test("what is no numeric address, and nothing at all, is refused")
        func invalidListeners() throws {
            #expect(throws: TransportError.noListeners) { try self.transport([]) }
            #expect(throws: TransportError.addressInvalid("localhost")) {
                try self.transport([Listener(address: "localhost", port: 0, security: .plain)])
            }
            let unassigned = Listener(address: "127.0.0.1", port: 0, security: .plain)
            #expect(throws: TransportError.addressInvalid("1.2.3")) {
                try self.transport([unassigned, Listener(address: "1.2.3", port: 0, security: .plain)])
            }
        }

        @Test("a port that another transport serves is refused by its number, and free again when that has ended")
        func takenPort() async throws {
            let server = try await TestServer.start()
            let port = server.port(tls: false)
            #expect(throws: TransportError.portTaken(address: "127.0.0.1", port: port)) {
                try self.transport([Listener(address: "127.0.0.1", port: port, security: .plain)])
            }
            server.stop()
            #expect(throws: Never.self) {
                try self.transport([Listener(address: "127.0.0.1", port: port, security: .plain)])
            }
        }

        @Test("stopping ends every connection, and tells of each once", arguments: [1, 2])
        func stopWithConnections(loops: Int) async throws {
            let server = try await TestServer.start(loops: loops)
            let clients = try (0..<20).map { try server.connect(tls: $0 % 2 == 0) }
            let waiting = try server.http(tls: true)
            waiting.send("GET", "/never")
            let idle = try TestSocket(port: server.port(tls: false), tls: false)
            #expect(await eventually { server.service.requests.count == 1 })
            server.stop()
            for client in clients { #expect(try client.waitForEnd()) }
            #expect(try waiting.reader.waitForEnd())
            #expect(try idle.receive().isEmpty)
            #expect(server.handlers.map(\.closedCount).reduce(0, +) == 20)
        }

        @Test("after the ports are closed nobody new comes, and who is there stays")
        func stopListening() async throws {
            let server = try await TestServer.start(loops: 2)
            let client = try server.connect()
            await server.transport.stopListening()
            #expect(throws: (any Error).self) { try server.connect() }
            client.send("still here")
            #expect(try client.readText() == "still here")
            await server.transport.stopListening()
            server.stop()
        }

        @Test("a transport that never starts gives its ports back")
        func neverStarted() throws {
            var port: UInt16 = 0
            for _ in 0..<2 {
                let transport = try self.transport([Listener(address: "127.0.0.1", port: port, security: .plain)])
                port = transport.listeners[0].port
            }
        }

        @Test("beyond the limit connections are closed at once, until others end")
        func connectionLimit() async throws {
            let server = try await TestServer.start { $0.connectionsMax = 3 }
            var clients = try (0..<3).map { _ in try server.connect() }
            let refused = try TestSocket(port: server.port(tls: false), tls: false)
            #expect((try? refused.receive())?.isEmpty != false)
            #expect(await server.counters.connectionsRefused == 1)
            #expect(server.observer.events == [.connectionsExhausted])
            clients.removeFirst().socket.close()
            #expect(await eventually { await server.counters.connections == 2 })
            clients.append(try server.connect())
            server.stop()
        }

        @Test("silent clients, and those with half a header, are disconnected in time", arguments: [true, false])
        func silence(tls: Bool) async throws {
            let server = try await TestServer.start { $0.handshakeTimeout = .seconds(1) }
            let silent = try TestSocket(port: server.port(tls: tls), tls: false)
            let started = try TestSocket(port: server.port(tls: tls), tls: tls)
            let half = try TestSocket(port: server.port(tls: tls), tls: tls)
            half.send(Array("GET /hello HTTP/1.1\r\nHost: loc".utf8))
            #expect(try silent.receive().isEmpty)
            #expect(try started.receive().isEmpty)
            #expect(try half.receive().isEmpty)
            #expect(await eventually { await server.counters.connections == 0 })
            let failures = await server.counters.tlsFailures
            #expect(failures == (tls ? 1 : 0))
            server.stop()
        }

        @Test("headers, and a body, that trickle in are not waited for")
        func trickle() async throws {
            let server = try await TestServer.start {
                $0.handshakeTimeout = .seconds(1)
                $0.bodyTimeout = .seconds(1)
            }
            let header = try server.http()
            header.socket.send(Array("GET /hello HTTP/1.1\r\nCookie: ".utf8))
            let body = try server.http()
            body.send("POST", "/echo", headers: ["Content-Length: 60000"])
            #expect(
                await eventually {
                    header.socket.send([0x61])
                    body.socket.send([0x61])
                    pause(milliseconds: 90)
                    return await server.counters.connections == 0
                }
            )
            server.stop()
        }

        @Test("a client that keeps the loop busy does not keep silent ones connected")
        func silenceUnderLoad() async throws {
            let server = try await TestServer.start { $0.handshakeTimeout = .seconds(1) }
            let busy = try server.connect()
            busy.socket.setTimeout(milliseconds: 100)
            let silent = try TestSocket(port: server.port(tls: false), tls: false)
            silent.setTimeout(milliseconds: 1)
            let pings = (0..<2_000).flatMap { _ in WebSocketClient.frame(9, []) }
            let isClosed = await eventually {
                for _ in 0..<20 { busy.socket.send(pings) }
                return (try? silent.receive())?.isEmpty == true
            }
            #expect(isClosed)
            server.stop()
        }

        @Test("an HTTP connection without requests is closed after a while")
        func keepAliveTimeout() async throws {
            let server = try await TestServer.start { $0.keepAliveTimeout = .seconds(1) }
            let http = try server.http(tls: true)
            #expect(try http.request("GET", "/hello").status == 200)
            #expect(try http.reader.waitForEnd())
            server.stop()
        }
    }
}
