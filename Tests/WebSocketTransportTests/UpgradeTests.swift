// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import WebSocketTransport

extension TransportTests {
    @Suite("Becoming a WebSocket")
    struct UpgradeTests {
        @Test("another path is answered with 404, another subprotocol or none with 400", arguments: [true, false])
        func wrongPathOrSubprotocol(tls: Bool) async throws {
            let server = try await TestServer.start()
            let port = server.port(tls: tls)
            #expect(try WebSocketClient(port: port, tls: tls, path: "/other").status == 404)
            #expect(try WebSocketClient(port: port, tls: tls, path: "/ws/more").status == 404)
            #expect(try WebSocketClient(port: port, tls: tls, subprotocol: "plenary.v2").status == 400)
            #expect(try WebSocketClient(port: port, tls: tls, subprotocol: nil).status == 400)
            let long = String(repeating: "a", count: 200)
            #expect(try WebSocketClient(port: port, tls: tls, subprotocol: long + ", plenary.v1").status == 400)
            #expect(await server.counters.handshakesRefused == 5)
            #expect(server.handler.events.isEmpty)
            server.stop()
        }

        @Test("our subprotocol is chosen among others, whatever libwebsockets serves besides")
        func severalSubprotocols() async throws {
            let server = try await TestServer.start()
            for offered in ["v9, plenary.v1", "plenary.v1,v9", " plenary.v1 "] {
                let client = try WebSocketClient(port: server.port(tls: false), tls: false, subprotocol: offered)
                #expect(client.status == 101)
                #expect(client.head.contains("plenary.v1"))
            }
            let inner = "HTTP requests, plenary.v1"
            #expect(try WebSocketClient(port: server.port(tls: false), tls: false, subprotocol: inner).status == 400)
            server.stop()
        }

        @Test("an answer to a refused request ends the connection and says so")
        func refusalCloses() async throws {
            let server = try await TestServer.start()
            let client = try WebSocketClient(port: server.port(tls: true), tls: true, path: "/other")
            #expect(client.head.lowercased().contains("connection: close"))
            #expect(try client.waitForEnd())
            server.stop()
        }

        @Test("the page of another origin is refused with 403; our own, a configured one and none may connect")
        func origins() async throws {
            let server = try await TestServer.start { $0.allowedOrigins = ["https://Meet.example:443"] }
            let port = server.port(tls: true)
            func status(_ origin: String, tls: Bool = true) throws -> Int {
                let port = server.port(tls: tls)
                return try WebSocketClient(port: port, tls: tls, extra: ["Origin: \(origin)"]).status
            }
            #expect(try status("https://localhost:\(port)") == 101)
            #expect(try status("https://meet.example") == 101)
            #expect(try status("https://meet.example", tls: false) == 101)
            #expect(try status("http://localhost:\(port)") == 403)
            #expect(try status("https://localhost") == 403)
            #expect(try status("https://localhost:\(port).evil.example") == 403)
            #expect(try status("https://evil.example") == 403)
            #expect(try status("null") == 403)
            #expect(try WebSocketClient(port: port, tls: true).status == 101)
            server.stop()
        }

        @Test("HTTP/2 without TLS, an old version and a missing key are refused")
        func otherUpgrades() async throws {
            let server = try await TestServer.start()
            let port = server.port(tls: false)
            #expect(try WebSocketClient(port: port, tls: false, upgrade: "h2c").status == 400)
            let unknown = try WebSocketClient(port: port, tls: false, upgrade: "mqtt")
            #expect(unknown.status == 403)
            let old = try WebSocketClient(port: port, tls: false, version: "8")
            #expect(old.status == 426)
            #expect(old.head.lowercased().contains("sec-websocket-version: 13"))
            let http = try server.http()
            let keyless = try http.request(
                "GET",
                "/ws",
                headers: ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
            )
            #expect(keyless.status == 400)
            server.stop()
        }

        @Test("a WebSocket may follow an HTTP request on the same connection, its first message in the same packet")
        func upgradeAfterRequest() async throws {
            let server = try await TestServer.start()
            let http = try server.http(tls: true)
            #expect(try http.request("GET", "/hello").status == 200)
            let lines = [
                "GET /ws HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: plenary.v1", "", "",
            ]
            http.socket.send(
                Array(lines.joined(separator: "\r\n").utf8) + WebSocketClient.frame(1, Array("early".utf8))
            )
            #expect(try http.reader.readHead()?.contains(" 101 ") == true)
            let greeting = try http.reader.read(2)
            _ = try http.reader.read(Int(greeting[1]))
            #expect(try http.reader.read(7) == [0x81, 5] + Array("early".utf8))
            server.stop()
        }
    }
}
