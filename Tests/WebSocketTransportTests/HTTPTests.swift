// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import WebSocketTransport

extension TransportTests {
    @Suite("HTTP")
    struct HTTPTests {
        @Test("requests follow one another on a connection", arguments: [true, false])
        func keepAlive(tls: Bool) async throws {
            let server = try await TestServer.start()
            let http = try server.http(tls: tls)
            for _ in 0..<5 {
                let response = try http.request("GET", "/hello")
                #expect(response.status == 200)
                #expect(response.text == "hello")
                #expect(response.headers["etag"] == "\"1\"")
                #expect(response.headers["date"]?.hasSuffix(" GMT") == true)
                #expect(response.headers["connection"] == nil)
                #expect(try http.request("POST", "/echo", body: Array("body".utf8)).text == "body")
                #expect(try http.request("PUT", "/echo", body: []).text == "")
                #expect(try http.request("POST", "/echo", body: []).text == "")
                #expect(try http.request("GET", "/echo").status == 405)
                #expect(try http.request("DELETE", "/a/../b//c").text == "/b/c")
            }
            #expect(server.service.requests.allSatisfy { $0.isTLS == tls && $0.remoteAddress == "127.0.0.1" })
            #expect(await server.counters.connectionsAccepted == 1)
            #expect(await server.counters.requests == 30)
            server.stop()
        }

        @Test("HEAD is told apart from GET, and answered with the length but without the body")
        func head() async throws {
            let server = try await TestServer.start()
            let http = try server.http()
            let response = try http.request("HEAD", "/hello")
            #expect(response.status == 200)
            #expect(response.headers["content-length"] == "5")
            #expect(server.service.requests.last?.method == .head)
            #expect(try http.request("GET", "/hello").text == "hello")
            let nothing = try http.request("GET", "/nothing")
            #expect(nothing.status == 204)
            #expect(nothing.headers["content-length"] == nil)
            server.stop()
        }

        @Test("query and headers are handed over decoded")
        func queryAndHeaders() async throws {
            let server = try await TestServer.start()
            let http = try server.http()
            let query = try http.request("GET", "/query?a=1&b=x%26y+z%3D&c&d=%E7%8E%8B")
            #expect(query.text == "a=[1] b=[x&y z=] c=[] d=[王]")
            let path = try http.request("GET", "/%E7%8E%8B?")
            #expect(path.text == "/王")
            let headers = try http.request(
                "GET",
                "/headers",
                headers: [
                    "Cookie: a=b; c=d", "Idempotency-Key: k-1", "If-Match: \"7\"", "Accept-Language: zh-CN",
                    "Accept-Language: en;q=0.5",
                    "X-Unknown: gone", "Origin: https://evil.example",
                ]
            )
            #expect(
                headers.text.split(separator: "\n") == [
                    "accept-language=zh-CN,  en;q=0.5", "cookie=a=b; c=d", "host=localhost", "idempotency-key=k-1",
                    "if-match=\"7\"", "origin=https://evil.example",
                ]
            )
            #expect(server.service.requests.last?.isFromAllowedOrigin == false)
            #expect(server.service.requests.first?.isFromAllowedOrigin == true)
            server.stop()
        }

        @Test("an answer may come later, from another thread, or twice", arguments: [true, false])
        func lateReplies(tls: Bool) async throws {
            let server = try await TestServer.start()
            let http = try server.http(tls: tls)
            for path in ["/late", "/elsewhere", "/twice", "/late", "/hello"] {
                #expect(try http.request("GET", path).text == "hello")
            }
            #expect(try http.request("POST", "/late", body: [1, 2, 3]).status == 200)
            server.stop()
        }

        @Test("what a client sends while its answer is being made waits, and is answered in order")
        func pipelined() async throws {
            let server = try await TestServer.start()
            let http = try server.http()
            http.send("POST", "/late", body: Array("one".utf8))
            http.send("GET", "/late")
            http.send("GET", "/hello")
            for _ in 0..<3 { #expect(try http.response(to: "GET").text == "hello") }
            #expect(server.service.requests.map(\.path) == ["/late", "/late", "/hello"])
            server.stop()
        }

        @Test("a large answer arrives whole", arguments: [true, false])
        func largeAnswer(tls: Bool) async throws {
            let server = try await TestServer.start()
            let http = try server.http(tls: tls)
            for _ in 0..<3 { #expect(try http.request("GET", "/large").body == TestService.largeBody) }
            #expect(try http.request("GET", "/hello").text == "hello")
            let slow = try HTTPClient(port: server.port(tls: tls), tls: tls, receiveBuffer: 4_096)
            slow.send("GET", "/large")
            pause(milliseconds: 200)
            #expect(try slow.response(to: "GET").body == TestService.largeBody)
            server.stop()
        }

        @Test("who sends more without reading a large answer is disconnected")
        func pipeliningWithoutReading() async throws {
            let server = try await TestServer.start()
            let http = try HTTPClient(port: server.port(tls: false), tls: false, receiveBuffer: 4_096)
            http.send("GET", "/huge")
            pause(milliseconds: 200)
            http.send("GET", "/hello")
            #expect(await eventually { await server.counters.connections == 0 })
            server.stop()
        }

        @Test("a body may be 64 KiB; beyond that the answer is 413, without a length 411", arguments: [true, false])
        func bodyLimit(tls: Bool) async throws {
            let server = try await TestServer.start()
            let full = [UInt8](repeating: 0x61, count: 65_536)
            #expect(try server.http(tls: tls).request("POST", "/echo", body: full).body == full)
            let refused = try server.http(tls: tls).request("POST", "/echo", body: full + [0x61])
            #expect(refused.status == 413)
            #expect(refused.headers["connection"] == "close")
            let announced = try server.http(tls: tls).request("GET", "/", headers: ["Content-Length: 99999999999"])
            #expect(announced.status == 413)
            let chunked = try server.http(tls: tls)
            chunked.send("POST", "/echo", headers: ["Transfer-Encoding: chunked"])
            chunked.socket.send(Array("3\r\nabc\r\n0\r\n\r\n".utf8))
            #expect(try chunked.response(to: "POST").status == 411)
            #expect(try server.http(tls: tls).request("POST", "/echo").status == 411)
            for length in ["-1", "5, 5", "abc", "0x10", "+5"] {
                let response = try server.http(tls: tls)
                    .request("POST", "/echo", headers: ["Content-Length: \(length)"])
                #expect(response.status == 400)
            }
            #expect(await server.counters.requestsRefused == 9)
            #expect(server.service.requests.count == 1)
            server.stop()
        }

        @Test("a body may come in pieces, and after an invitation")
        func bodyInPieces() async throws {
            let server = try await TestServer.start()
            let http = try server.http()
            http.send("POST", "/echo", headers: ["Content-Length: 6", "Expect: 100-continue"])
            #expect(try http.reader.readHead() == "HTTP/1.1 100 Continue")
            http.socket.send(Array("abc".utf8))
            pause(milliseconds: 50)
            http.socket.send(Array("def".utf8))
            #expect(try http.response(to: "POST").text == "abcdef")
            server.stop()
        }

        @Test("a client that is gone before its answer does no harm", arguments: [true, false])
        func goneBeforeReply(tls: Bool) async throws {
            let server = try await TestServer.start()
            for path in ["/late", "/never", "/large"] {
                let count = server.service.requests.count
                let http = try server.http(tls: tls)
                http.send("GET", path)
                #expect(await eventually { server.service.requests.count > count || path == "/large" })
                http.socket.close()
            }
            pause(milliseconds: 500)
            #expect(try server.http(tls: tls).request("GET", "/hello").text == "hello")
            server.stop()
        }

        @Test("a service that never answers costs the client its connection")
        func neverAnswered() async throws {
            let server = try await TestServer.start { $0.replyTimeout = .seconds(1) }
            let http = try server.http(tls: true)
            http.send("GET", "/never")
            #expect(try http.reader.waitForEnd())
            #expect(await eventually { await server.counters.connections == 0 })
            server.stop()
        }

        @Test("a line break in a header of an answer adds no header")
        func headerInjection() async throws {
            let server = try await TestServer.start()
            let response = try server.http().request("GET", "/inject")
            #expect(response.headers["x-name"] == "ax-more: b")
            #expect(response.headers["x-more"] == nil)
            server.stop()
        }

        @Test("HTTP/1.0, and who asks for it, is disconnected after the answer")
        func connectionClose() async throws {
            let server = try await TestServer.start()
            let asking = try server.http(tls: true)
            let response = try asking.request("GET", "/hello", headers: ["Connection: close"])
            #expect(response.headers["connection"] == "close")
            #expect(try asking.reader.waitForEnd())
            let old = try server.http()
            old.socket.send(Array("GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n".utf8))
            #expect(try old.response(to: "GET").text == "hello")
            #expect(try old.reader.waitForEnd())
            server.stop()
        }

        @Test("other methods and requests without a host are refused, a tunnel is cut")
        func refusedRequests() async throws {
            let server = try await TestServer.start()
            #expect(try server.http().request("BREW", "/hello").status == 403)
            let hostless = try server.http()
            hostless.socket.send(Array("GET /hello HTTP/1.1\r\n\r\n".utf8))
            #expect(try hostless.response(to: "GET").status == 400)
            let doubled = try server.http().request("GET", "/hello", headers: ["Host: elsewhere"])
            #expect(doubled.status == 400)
            let tunnel = try server.http()
            tunnel.send("CONNECT", "/hello")
            #expect(try tunnel.reader.waitForEnd())
            #expect(server.service.requests.isEmpty)
            server.stop()
        }

        @Test("a connection that asks too often is told when to come back, lives on, and does not spoil others' turn")
        func requestRate() async throws {
            let server = try await TestServer.start {
                $0.requestsPerSecond = 1
                $0.requestsBurst = 3
            }
            let http = try server.http()
            for _ in 0..<3 { #expect(try http.request("GET", "/hello").status == 200) }
            // However slow the machine is, so many do not come a second apart.
            var answered = 3
            var response = try http.request("GET", "/hello")
            while response.status == 200, answered < 1_000 {
                answered += 1
                response = try http.request("GET", "/hello")
            }
            #expect(response.status == 429)
            #expect(response.headers["retry-after"] == "1")
            #expect(response.headers["connection"] == nil)
            #expect(server.service.requests.count == answered)
            #expect(try server.http().request("GET", "/hello").status == 200)
            let counters = try #require(await server.transport.counters().first)
            #expect(counters.requests == answered + 1 && counters.requestsLimited == 1)
            server.stop()
        }

        @Test(
            "a request is of this machine when it comes by loopback and no proxy says for whom it asks",
            arguments: [
                ("127.0.0.1", true), ("127.8.8.8", true), ("::1", true), ("::ffff:127.0.0.1", true),
                ("192.0.2.1", false), ("2001:db8::1", false), ("::ffff:192.0.2.1", false), ("::", false), ("", false),
            ]
        )
        func thisMachine(address: String, isLoopback: Bool) {
            let plain = HTTPRequest(method: .get, path: "/", remoteAddress: address)
            #expect(plain.isFromLoopback == isLoopback)
            #expect(plain.isFromThisMachine == isLoopback)
            let headers = ["x-forwarded-for": "127.0.0.1"]
            let proxied = HTTPRequest(method: .get, path: "/", headers: headers, remoteAddress: address)
            #expect(proxied.isFromLoopback == isLoopback)
            #expect(!proxied.isFromThisMachine)
        }

        @Test("headers of 7 KB pass; 9 KB end the connection, and the log tells a few times only")
        func headerLimit() async throws {
            let server = try await TestServer.start()
            let cookie = "Cookie: " + String(repeating: "c", count: 7_000)
            #expect(try server.http().request("GET", "/hello", headers: [cookie]).status == 200)
            for _ in 0..<50 {
                let http = try server.http()
                http.send("GET", "/hello", headers: ["Cookie: " + String(repeating: "c", count: 9_000)])
                #expect((try? http.reader.waitForEnd()) != false)
            }
            let messages = server.observer.events.count { if case .libraryMessage = $0 { true } else { false } }
            #expect(messages > 0)
            #expect(messages <= 30)
            server.stop()
        }
    }
}
