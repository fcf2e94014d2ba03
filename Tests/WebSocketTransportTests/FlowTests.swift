// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import LoopRuntime
import Testing
import WebSocketTransport
import Wire

extension TransportTests {
    @Suite("Flow")
    struct FlowTests {
        @Test(
            "a client that does not read overflows within the bound, others do not notice, and it is gone in time",
            arguments: [true, false]
        )
        func slowReader(tls: Bool) async throws {
            let server = try await TestServer.start { $0.closeTimeout = .seconds(1) }
            let slow = try server.connect(tls: tls, receiveBuffer: 4_096)
            let quick = try server.connect(tls: tls)
            slow.send("flood 20000 1000")
            quick.send("are you there")
            #expect(try quick.readText() == "are you there")
            // Whose message is read first is the kernel's to say.
            #expect(await eventually { server.handler.outcomes.last == .overflow })
            let outcomes = server.handler.outcomes
            #expect(outcomes.dropLast().allSatisfy { $0 == .accepted })
            let before = await server.counters
            #expect(before.overflows == 1)
            // What waited in our queue, not in the kernel: the bound and one frame at most.
            #expect(before.framesQueued * 1_000 >= WireLimits.outboundBytes)
            #expect(before.framesQueued * 1_000 <= WireLimits.outboundBytes + 1_000)
            #expect(await eventually { await server.counters.webSockets == 1 })
            quick.send("and still")
            #expect(try quick.readText() == "and still")
            #expect(server.handler.closedCount == 0)
            server.stop()
        }

        @Test("who reads late gets everything that was accepted, in order, and then the close code")
        func lateReader() async throws {
            let server = try await TestServer.start()
            let client = try server.connect(receiveBuffer: 4_096)
            client.send("flood 20000 1000")
            #expect(await eventually { server.handler.outcomes.last == .overflow })
            var frames = 0
            var last: WebSocketClient.Frame?
            while let frame = try client.read() {
                last = frame
                if frame.opcode == 1 { frames += 1 } else { break }
            }
            #expect(last?.closeCode == CloseCode.slowConsumer.rawValue)
            #expect(frames == server.handler.outcomes.count - 1)
            server.stop()
        }

        @Test("a queue that was full empties, and input is read again", arguments: [true, false])
        func recovery(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls, receiveBuffer: 4_096)
            for _ in 0..<3 {
                client.send("flood 2 4000000")  // Accepted: less than the bound waits each time.
                for _ in 0..<2 { try #require(try client.read()?.payload.count == 4_000_000) }
                client.send("back")
                #expect(try client.readText() == "back")
            }
            #expect(server.handler.outcomes == Array(repeating: .accepted, count: 6))
            server.stop()
        }

        @Test("a paused client is not heard, and everything it said arrives in order later", arguments: [true, false])
        func pausedReading(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls)
            client.socket.send(
                WebSocketClient.frame(1, Array("pause 300".utf8))
                    + (0..<200).flatMap { WebSocketClient.frame(1, Array("said \($0)".utf8)) }
            )
            for index in 200..<300 { client.send("said \(index)") }
            #expect(try client.readText() == "resumed after 1")
            for index in 0..<300 { #expect(try client.readText() == "said \(index)") }
            server.stop()
        }

        @Test("a client that asks for much and reads nothing does not keep the loop busy", arguments: [true, false])
        func noSpinning(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls, receiveBuffer: 4_096)
            client.socket.setTimeout(milliseconds: 500)
            // Echoes fill all buffers on the way back, pings do as pongs; then our own sending stops.
            let echo = WebSocketClient.frame(1, [UInt8](repeating: 0x61, count: 10_000))
            var sent = 0
            while sent < 3_000, client.socket.send(echo) { sent += 1 }
            #expect(await becomesQuiet(server.loops.loops[0]))
            server.stop()
        }

        @Test("a client that pings and never reads does not keep the loop busy", arguments: [true, false])
        func noSpinningOnPings(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls, receiveBuffer: 4_096)
            client.socket.setTimeout(milliseconds: 500)
            let pings = (0..<100).flatMap { _ in WebSocketClient.frame(9, [UInt8](repeating: 0x61, count: 120)) }
            var sent = 0
            while sent < 2_000, client.socket.send(pings) { sent += 1 }
            #expect(await becomesQuiet(server.loops.loops[0]))
            server.stop()
        }
    }
}
