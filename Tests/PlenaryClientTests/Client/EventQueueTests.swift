// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Events of a client")
struct EventQueueTests {
    private static func chats(_ offsets: ClosedRange<UInt64>) -> [ClientEvent] {
        offsets.map { .push(ScriptedServer.chat($0)) }
    }

    private func read(_ queue: EventQueue, _ count: Int) async -> [ClientEvent?] {
        var events: [ClientEvent?] = []
        for _ in 0..<count { events.append(await queue.next()) }
        return events
    }

    @Test("events come in order and end after the last")
    func order() async {
        let queue = EventQueue(eventsMax: 10)
        for event in Self.chats(1...3) { queue.add(event) }
        queue.add(.ended(nil))
        queue.add(.push(ScriptedServer.chat(4)))
        #expect(await self.read(queue, 5) == Self.chats(1...3) + [.ended(nil), nil])
    }

    @Test("what a slow reader misses is counted in one event at the place of the hole")
    func missing() async {
        let queue = EventQueue(eventsMax: 3)
        for event in Self.chats(1...9) { queue.add(event) }
        #expect(await self.read(queue, 4) == Self.chats(1...3) + [.missed(count: 6)])
        queue.add(.push(ScriptedServer.chat(10)))
        queue.add(.ended(nil))
        #expect(await self.read(queue, 3) == [.push(ScriptedServer.chat(10)), .ended(nil), nil])
    }

    @Test("the end is never left out")
    func end() async {
        let queue = EventQueue(eventsMax: 1)
        for event in Self.chats(1...3) { queue.add(event) }
        queue.add(.ended(.stopped))
        #expect(
            await self.read(queue, 4) == Self.chats(1...1) + [.missed(count: 2), .ended(.stopped), nil]
        )
    }

    @Test("a reader whose task is cancelled gets the end of the sequence")
    func cancellation() async {
        let queue = EventQueue(eventsMax: 1)
        let reader = Task { await queue.next() }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
