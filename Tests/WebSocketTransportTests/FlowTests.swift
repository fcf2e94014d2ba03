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
            let accepted = outcomes.prefix { $0 == .accepted }.count
            let congested = outcomes.dropFirst(accepted).prefix { $0 == .congested }.count
            #expect(accepted + congested == outcomes.count - 1, "the answers are out of order")
            let before = await server.counters
            #expect(before.overflows == 1)
            // What waited in our queue, not in the kernel.
            #expect(before.framesQueued == WireLimits.outboundBytes / 1_000)
            let unmarked = before.framesQueued - congested
            #expect(unmarked == WireLimits.congestedBytes / 1_000)
            // And in the kernel, which books at most twice what it was told, and libwebsockets: a frame.
            let beyondQueue = (outcomes.count - 1 - before.framesQueued) * 1_000
            #expect(beyondQueue <= 2 * 131_072 + 65_536, "\(beyondQueue) bytes wait beyond our queue")
            #expect(server.handler.drainedCount == 0)
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

        @Test("who was slow and reads again is told to have been drained, once each time", arguments: [true, false])
        func drained(tls: Bool) async throws {
            let server = try await TestServer.start()
            let client = try server.connect(tls: tls, receiveBuffer: 4_096)
            // More than the kernel takes and the mark together, less than the bound alone.
            let frames = (2 * 131_072 + WireLimits.congestedBytes) / 1_000 + 2
            for round in 1...3 {
                client.send("flood \(frames) 1000")
                #expect(await eventually { server.handler.outcomes.last == .congested })
                #expect(server.handler.drainedCount == round - 1)
                for _ in 0..<frames { try #require(try client.read()?.payload.count == 1_000) }
                #expect(await eventually { server.handler.drainedCount == round })
                client.send("flood 1 10")
                #expect(try client.read()?.payload.count == 10)
                #expect(await eventually { server.handler.outcomes.last == .accepted })
            }
            #expect(server.handler.outcomes.allSatisfy { $0 != .overflow })
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
            // A frame beyond all bounds is taken when it is alone.
            #expect(server.handler.outcomes == (0..<3).flatMap { _ in [.accepted, .congested] })
            #expect(server.handler.drainedCount == 3)
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
