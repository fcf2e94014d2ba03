// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import Testing

@testable import WebSocketTransport

@Suite("Parts of the transport")
struct PartsTests {
    @Test(
        "dates are written as RFC 9110 has them",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
        ] as [(Int64, String)]
    )
    func dates(second: Int64, text: String) {
        var date = HTTPDate()
        #expect(date.text(atMs: second * 1_000) == text)
        #expect(date.text(atMs: second * 1_000 + 999) == text)
    }

    @Test("addresses are read and written, and known for what they reach")
    func addresses() throws {
        for (text, isLoopback) in [
            ("127.0.0.1", true), ("127.255.0.9", true), ("128.0.0.1", false), ("0.0.0.0", false), ("::1", true),
            ("::", false), ("2001:db8::1", false), ("1::1", false),
        ] {
            let address = try #require(SocketAddress(text, port: 8_443))
            #expect(address.text == text)
            #expect(address.port == 8_443)
            #expect(address.isLoopback == isLoopback)
        }
        for text in ["", "localhost", "1.2.3", "1.2.3.4.5", "::1%lo", "[::1]"] {
            #expect(SocketAddress(text, port: 1) == nil)
        }
    }

    @Test("a queue of frames gives back what it took, in order, and counts its bytes")
    func frameQueue() {
        var queue = FrameQueue()
        var next = 0
        var taken = 0
        for round in 1...200 {
            for _ in 0..<(round % 7) {
                queue.append(Frame([UInt8](repeating: UInt8(truncatingIfNeeded: next), count: next % 5)))
                next += 1
            }
            for _ in 0..<(round % 5) {
                guard let frame = queue.popFirst() else { break }
                #expect(frame.payload.allSatisfy { $0 == UInt8(truncatingIfNeeded: taken) })
                #expect(frame.payloadCount == taken % 5)
                taken += 1
            }
            #expect(queue.bytes == (taken..<next).reduce(0) { $0 + $1 % 5 })
            #expect(queue.isEmpty == (taken == next))
        }
    }

    @Test("a frame that waits for many waits once: queues hold references, never bytes")
    func sharedFrames() {
        let frame = Frame([UInt8](repeating: 1, count: 1_000))
        var queues = [FrameQueue](repeating: FrameQueue(), count: 100)
        for index in queues.indices { queues[index].append(frame) }
        for index in queues.indices { #expect(queues[index].popFirst() === frame) }
    }
}
