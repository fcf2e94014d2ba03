// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import WebSocketTransport
import Wire

extension TransportTests {
    @Suite("Messages")
    struct MessageTests {
        @Test("a client is greeted, over TLS and without", arguments: [true, false])
        func greeting(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            #expect(client.head.lowercased().contains("sec-websocket-protocol: plenary.v1"))
            #expect(!client.head.lowercased().contains("sec-websocket-extensions"))
            if tls { #expect(client.socket.applicationProtocol == "http/1.1") }
            server.stop()
        }

        @Test("hundreds of messages come back in order", arguments: [true, false])
        func echoInOrder(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            for index in 0..<500 { client.send("message \(index)") }
            for index in 0..<500 { #expect(try client.readText() == "message \(index)") }
            let counters = await server.counters
            #expect(counters.messagesIn == 500)
            #expect(counters.messagesOut == 501)
            server.stop()
        }

        @Test("a message in fragments, with a ping between them, arrives whole")
        func fragments() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.socket.send(WebSocketClient.frame(1, Array("one ".utf8), isFinal: false))
            client.socket.send(WebSocketClient.frame(0, Array("two ".utf8), isFinal: false))
            client.socket.send(WebSocketClient.frame(9, Array("ping".utf8)))
            client.socket.send(WebSocketClient.frame(0, [], isFinal: false))
            client.socket.send(WebSocketClient.frame(0, Array("three".utf8)))
            var texts: [String] = []
            while texts.count < 2, let frame = try client.read() {
                if frame.opcode == 10 { #expect(frame.text == "ping") }
                texts.append(frame.text)
            }
            #expect(texts.contains("one two three"))
            server.stop()
        }

        @Test("many messages in one packet, and one in many packets, are told apart", arguments: [true, false])
        func coalescedAndDribbled(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            client.socket.send((0..<300).flatMap { WebSocketClient.frame(1, Array("packed \($0)".utf8)) })
            for index in 0..<300 { #expect(try client.readText() == "packed \(index)") }
            for byte in WebSocketClient.frame(1, Array("slowly".utf8)) { client.socket.send([byte]) }
            #expect(try client.readText() == "slowly")
            server.stop()
        }

        @Test("65,536 bytes are accepted, in one frame or in two", arguments: [true, false])
        func longest(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            let payload = Array("count ".utf8) + [UInt8](repeating: 0x61, count: WireLimits.frameBytes - 6)
            client.socket.send(WebSocketClient.frame(1, payload))
            #expect(try client.readText() == "65536")
            client.socket.send(WebSocketClient.frame(1, Array(payload[..<40_000]), isFinal: false))
            client.socket.send(WebSocketClient.frame(0, Array(payload[40_000...])))
            #expect(try client.readText() == "65536")
            server.stop()
        }

        @Test("65,537 bytes close with 1009, in one frame or in two", arguments: [true, false], [true, false])
        func tooLong(tls: Bool, inTwo: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            let payload = [UInt8](repeating: 0x61, count: WireLimits.frameBytes + 1)
            if inTwo {
                client.socket.send(WebSocketClient.frame(1, Array(payload[..<1_000]), isFinal: false))
                client.socket.send(WebSocketClient.frame(0, Array(payload[1_000...])))
            } else {
                client.socket.send(WebSocketClient.frame(1, payload))
            }
            #expect(try client.readClose()?.closeCode == 1009)
            #expect(await eventually { server.handler.closedCount == 1 })
            #expect(server.handler.received == 0)
            server.stop()
        }

        @Test("a binary message closes with 4501, told once however long it is")
        func binary() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.socket.send(WebSocketClient.frame(2, [UInt8](repeating: 1, count: 5_000)))
            let close = try client.readClose()
            #expect(close?.closeCode == 4501)
            #expect(close?.closeReason == "protocolViolation")
            #expect(server.handler.events.count == 2)  // Opened, binary; the end needs no telling.
            server.stop()
        }

        @Test("bytes that are no UTF-8 reach the handler, whose codec says so")
        func noText() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.socket.send(WebSocketClient.frame(1, [0xFF, 0xFE]))
            #expect(try client.read()?.payload == [0xFF, 0xFE])
            server.stop()
        }

        @Test("an empty message is a message")
        func empty() async throws {
            let server = try await TestServer.start()
            let client = try server.connect()
            client.send("")
            client.send("next")
            #expect(try client.readText() == "")
            #expect(try client.readText() == "next")
            server.stop()
        }

        @Test("the handler knows where a client comes from")
        func remoteAddress() async throws {
            let server = try await TestServer.start {
                $0.listeners[1] = Listener(address: "::1", port: 0, security: .plain)
            }
            let client = try WebSocketClient(port: server.port(tls: false), tls: false, address: "::1")
            _ = try client.readText()
            client.send("peer")
            #expect(try client.readText() == "::1")
            let secured = try server.connect(tls: true)
            secured.send("peer")
            #expect(try secured.readText() == "127.0.0.1")
            server.stop()
        }
    }
}
