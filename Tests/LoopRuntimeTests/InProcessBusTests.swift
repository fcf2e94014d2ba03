// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing

@Suite("Bus within a process")
struct InProcessBusTests {
    private static let edge0 = Address(node: 1, loop: 0, role: .edge)
    private static let rooms0 = Address(node: 1, loop: 0, role: .rooms)
    private static let edge1 = Address(node: 1, loop: 1, role: .edge)
    private static let rooms1 = Address(node: 1, loop: 1, role: .rooms)

    @Test("a message reaches the address it was sent to, with the address it came from")
    func delivery() {
        let loop = EventLoopThread()
        let bus = InProcessBus<Int>()
        let record = Record<String>()
        for address in [Self.edge0, Self.rooms0] {
            bus.attach(address, on: loop, capacity: 8) { batch, sender in
                record.add("\(sender) -> \(address): \(batch)")
            }
        }
        loop.onStart {
            #expect(bus.send(1, from: Self.edge0, to: Self.rooms0))
            #expect(bus.send(2, from: Self.rooms0, to: Self.edge0))
            #expect(bus.send(3, from: Self.edge0, to: Self.rooms0))
            #expect(bus.send(4, from: Self.edge0, to: Self.edge0))
            loop.stop()
        }
        loop.runToEnd()
        let expected = [
            "edge of loop 0 on node 1 -> rooms of loop 0 on node 1: [1, 3]",
            "rooms of loop 0 on node 1 -> edge of loop 0 on node 1: [2]",
            "edge of loop 0 on node 1 -> edge of loop 0 on node 1: [4]",
        ]
        #expect(record.values == expected)
        #expect(loop.counters.crossThreadHops == 0)
    }

    @Test("a full pair refuses its sender, tells it which receiver has room again, and hinders no other pair")
    func backpressure() {
        let loop = EventLoopThread()
        let bus = InProcessBus<Int>()
        let record = Record<String>()
        bus.attach(Self.edge0, on: loop, capacity: 1) { _, _ in }
        bus.attach(Self.rooms0, on: loop, capacity: 2) { batch, _ in record.add("rooms0 \(batch)") }
        bus.attach(Self.rooms1, on: loop, capacity: 2) { batch, _ in record.add("rooms1 \(batch)") }
        bus.onSpace(for: Self.edge0) { receiver in
            record.add("space at \(receiver)")
            loop.stop()
        }
        loop.onStart {
            for index in 0..<3 { record.add("\(bus.send(index, from: Self.edge0, to: Self.rooms0))") }
            record.add("\(bus.send(9, from: Self.edge0, to: Self.rooms1))")
        }
        loop.runToEnd()
        let expected = [
            "true", "true", "false", "true", "rooms0 [0, 1]", "rooms1 [9]", "space at rooms of loop 0 on node 1",
        ]
        #expect(record.values == expected)
    }

    @Test("two loops play ping-pong, each message in order, and every exchange hops")
    func pingPong() {
        let group = LoopGroup(count: 2)
        let bus = InProcessBus<Int>()
        let record = Record<Int>()
        for (index, loop) in group.loops.enumerated() {
            let here = index == 0 ? Self.edge0 : Self.edge1
            bus.attach(here, on: loop, capacity: 1) { [weak bus] batch, sender in
                for message in batch {
                    record.add(message)
                    if message == 2_000 {
                        group.stop()
                    } else {
                        #expect(bus?.send(message + 1, from: here, to: sender) == true)
                    }
                }
            }
        }
        group.loops[0].onStart { #expect(bus.send(1, from: Self.edge0, to: Self.edge1)) }
        withExtendedLifetime(bus) {
            group.start(name: "ping-pong")
            group.join()
        }
        #expect(record.values == Array(1...2_000))
        #expect(group.loops.map(\.counters.crossThreadHops) == [1_000, 1_000])
    }

    @Test("many loops that all send to all lose nothing and keep the order of each pair")
    func allToAll() {
        let (count, total) = (4, 500)
        let group = LoopGroup(count: count)
        let bus = InProcessBus<Int>()
        let addresses = (0..<count).map { Address(node: 7, loop: UInt8($0), role: .edge) }
        let received = Record<[Int]>()
        let left = Guarded(count * count)
        for (index, loop) in group.loops.enumerated() {
            bus.attach(addresses[index], on: loop, capacity: 16) { batch, sender in
                for message in batch { received.add([Int(sender.loop), index, message]) }
                guard batch.last == total - 1,
                    left.withLock({
                        $0 -= 1
                        return $0 == 0
                    })
                else { return }
                group.stop()
            }
        }
        let senders = addresses.map { Sender(bus: bus, address: $0, total: total) }
        for (index, loop) in group.loops.enumerated() {
            let sender = senders[index]
            bus.onSpace(for: addresses[index]) { [weak sender] in sender?.sendAll(to: $0) }
            loop.onStart { for address in addresses { sender.sendAll(to: address) } }
        }
        withExtendedLifetime(senders) {
            group.start(name: "all")
            group.join()
        }
        for (from, to) in (0..<count * count).map({ ($0 / count, $0 % count) }) {
            let messages = received.values.filter { $0[0] == from && $0[1] == to }.map { $0[2] }
            #expect(messages == Array(0..<total))
        }
    }

    @Test("sending to an address nobody attached is a bug")
    func unknownReceiver() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            let bus = InProcessBus<Int>()
            let (known, unknown) = (Address(node: 1, loop: 0, role: .edge), Address(node: 1, loop: 0, role: .rooms))
            bus.attach(known, on: loop, capacity: 1) { _, _ in }
            loop.onStart { _ = bus.send(1, from: known, to: unknown) }
            loop.stop()
            loop.runToEnd()
        }
    }

    @Test("attaching an address twice is a bug")
    func attachedTwice() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            let bus = InProcessBus<Int>()
            let address = Address(node: 1, loop: 0, role: .edge)
            for _ in 0..<2 { bus.attach(address, on: loop, capacity: 1) { _, _ in } }
        }
    }
}

/// Sends numbers to each address, as fast as it is let.
private final class Sender: Sendable {
    private let bus: InProcessBus<Int>
    private let address: Address
    private let total: Int
    private let next = Guarded<[Address: Int]>([:])

    init(bus: InProcessBus<Int>, address: Address, total: Int) {
        self.bus = bus
        self.address = address
        self.total = total
    }

    func sendAll(to receiver: Address) {
        while true {
            let message = self.next.withLock { $0[receiver, default: 0] }
            guard message < self.total, self.bus.send(message, from: self.address, to: receiver) else { return }
            self.next.withLock { $0[receiver] = message + 1 }
        }
    }
}
