// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing
import WebSocketTransport
import Wire

@testable import PlenaryServer

@Suite("HTTP of the server")
struct ServerHTTPTests {
    @Test("an address that asks too often is told when to come back; others and this machine are not")
    func addressRate() async throws {
        let desk = try HTTPDesk()
        var response = await desk.get("/healthz", from: "192.0.2.1")
        var answered = 0
        while response.status == 200, answered < 1_000_000 {
            answered += 1
            response = await desk.get("/healthz", from: "192.0.2.1")
        }
        #expect(answered >= WireLimits.httpRequestsBurstOfAddress)
        #expect(response.status == 429)
        #expect(response.headers.contains { $0 == ("retry-after", "1") })
        #expect(response.headers.contains { $0 == ("x-content-type-options", "nosniff") })
        #expect(String(decoding: response.body, as: UTF8.self).contains(#""code":"rate_limited""#))
        #expect(desk.http.requestsLimited == 1)
        #expect(await desk.get("/healthz", from: "192.0.2.2").status == 200)
        for _ in 0...WireLimits.httpRequestsBurstOfAddress {
            guard await desk.get("/healthz", from: "127.0.0.1").status == 200 else {
                Issue.record("this machine's proxies carry everybody")
                return
            }
        }
    }

    @Test("metrics are for this machine alone unless they are opened")
    func metricsGate() async throws {
        var open = ServerConfiguration()
        open.areMetricsOpen = true
        for (configuration, expected) in [(ServerConfiguration(), 403), (open, 200)] {
            let desk = try HTTPDesk(configuration)
            desk.http.metrics = { "metrics\n" }
            #expect(await desk.get("/metrics", from: "127.0.0.1").status == 200)
            #expect(await desk.get("/metrics", from: "192.0.2.1").status == expected)
            let proxied = await desk.get("/metrics", from: "127.0.0.1", ["x-forwarded-for": "192.0.2.1"])
            #expect(proxied.status == expected)
        }
    }

    @Test("who asks for metrics while they are gathered shares them, and who asks later gets new ones")
    func metricsShared() async throws {
        let desk = try HTTPDesk()
        let gathered = Guarded(0)
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        desk.http.metrics = {
            let number = gathered.withLock { count in
                count += 1
                return count
            }
            if number == 1 { for await _ in gate {} }
            return "\(number)"
        }
        async let first = desk.get("/metrics", from: "127.0.0.1")
        async let second = desk.get("/metrics", from: "127.0.0.1")
        async let third = desk.get("/metrics", from: "127.0.0.1")
        while desk.http.metricsAwaited < 3 { await Task.yield() }
        opener.finish()
        let bodies = await [first, second, third].map(\.body)
        #expect(bodies == [Array("1".utf8), Array("1".utf8), Array("1".utf8)])
        #expect(await desk.get("/metrics", from: "127.0.0.1").body == Array("2".utf8))
    }
}
