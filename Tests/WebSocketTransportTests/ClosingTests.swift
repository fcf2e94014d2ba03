// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import WebSocketTransport
import Wire

extension TransportTests {
    @Suite("Closing")
    struct ClosingTests {
        @Test("every close code arrives with its name", arguments: [true, false])
        func closeCodes(tls: Bool) async throws {
            let server = try await TestServer.start()
            for code in CloseCode.allCases {
                let client = try server.connect(tls: tls)
                client.send("close \(code.rawValue)")
                let close = try client.readClose()
                #expect(close?.closeCode == code.rawValue)
                #expect(close?.closeReason == String(describing: code))
            }
            #expect(await eventually { await server.counters.webSockets == 0 })
            #expect(server.handler.closedCount == 0)  // Who closes needs no telling.
            server.stop()
        }

        @Test("what was accepted before arrives before the close frame")
        func closeAfterFrames() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.socket.send(
                (0..<50).flatMap { WebSocketClient.frame(1, Array("before \($0)".utf8)) }
                    + WebSocketClient.frame(1, Array("close 4000".utf8))
            )
            for index in 0..<50 { #expect(try client.readText() == "before \(index)") }
            #expect(try client.readClose()?.closeCode == 4000)
            server.stop()
        }

        @Test("a connection can be closed from the callback of another")
        func closeOthers() async throws {
            let server = try await TestServer.start()
            let others = try (0..<20).map { try server.connect(tls: $0 % 2 == 0) }
            let client = try server.connect()
            client.send("closeothers")
            for other in others { #expect(try other.readClose()?.closeCode == 4000) }
            client.send("still here")
            #expect(try client.readText() == "still here")
            server.stop()
        }

        @Test("a client that does not answer the close frame is disconnected all the same", arguments: [true, false])
        func unansweredClose(tls: Bool) async throws {
            let server = try await TestServer.start { $0.closeTimeout = .milliseconds(500) }
            let client = try server.connect(tls: tls)
            client.send("close 4002")
            #expect(try client.read()?.closeCode == 4002)
            #expect(try client.waitForEnd())
            #expect(await eventually { await server.counters.connections == 0 })
            server.stop()
        }

        @Test("a client's close frame is answered, and its end told once", arguments: [true, false])
        func peerCloses(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            client.socket.send(WebSocketClient.frame(8, [0x03, 0xE8] + Array("bye".utf8)))
            #expect(try client.read()?.closeCode == 1000)
            #expect(try client.waitForEnd())
            #expect(await eventually { await server.counters.connections == 0 })
            #expect(server.handler.closedCount == 1)
            server.stop()
        }

        @Test("a client that vanishes is told of once", arguments: [true, false])
        func peerVanishes(tls: Bool) async throws {
            let server = try await TestServer.start()
            let clients = try (0..<10).map { _ in try server.connect(tls: tls) }
            for client in clients { client.socket.close() }
            #expect(await eventually { server.handler.closedCount == 10 })
            #expect(await eventually { await server.counters.connections == 0 })
            #expect(server.handler.closedCount == 10)
            server.stop()
        }

        @Test("a frame that breaks RFC 6455 ends the connection, told once")
        func brokenFrame() async throws {
            let server = try await TestServer.start()
            for bytes: [UInt8] in [[0xF1, 0x80, 0, 0, 0, 0], [0x83, 0x80, 0, 0, 0, 0], [0x89, 0xFE, 0xFF, 0xFF]] {
                let client = try server.connect()
                client.socket.send(bytes)
                _ = try client.readClose()
                #expect(try client.waitForEnd())
            }
            #expect(await eventually { server.handler.closedCount == 3 })
            server.stop()
        }
    }
}
