// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import SimulationKit
import Testing

@Suite("The simulated bus")
struct SimulatedBusTests {
    /// Sends `count` messages from each of two loops to a third, keeping what is refused until there is space.
    private func run(seed: UInt64, weather: Weather, count: Int) -> [Int] {
        let world = SimulatedWorld(seed: seed, weather: weather)
        let bus = SimulatedBus<Int>(world: world, capacity: 8, purpose: 1)
        let addresses = (0..<3).map { Address(node: 1, loop: UInt8($0), role: .edge) }
        let received = Confined<[Int]>([])
        for address in addresses {
            bus.attach(address, on: world.makeLoop()) { batch, _ in received.value += batch }
        }
        for sender in 0..<2 {
            let loop = world.makeLoop()
            let address = Address(node: 1, loop: UInt8(sender), role: .rooms)
            bus.attach(address, on: loop) { _, _ in }
            let next = Confined(0)
            let send: @Sendable () -> Void = {
                while next.value < count, bus.send(sender * 1_000 + next.value, from: address, to: addresses[2]) {
                    next.value += 1
                }
            }
            bus.onSpace(for: address) { _ in send() }
            loop.post(send)
        }
        world.run(until: .seconds(60))
        #expect(bus.waitingCount == 0)
        return received.value
    }

    @Test("messages of a pair arrive once and in order, however full and slow the bus is", arguments: UInt64(0)..<20)
    func order(seed: UInt64) {
        var weather = Weather.rough
        weather.fullBusPermille = 100
        let received = self.run(seed: seed, weather: weather, count: 100)
        #expect(received.filter { $0 < 1_000 } == Array(0..<100))
        #expect(received.filter { $0 >= 1_000 } == Array(1_000..<1_100))
    }

    @Test("pairs overtake one another")
    func reordering() {
        let orders = Set((UInt64(0)..<10).map { self.run(seed: $0, weather: .rough, count: 10) })
        #expect(orders.count > 5)
    }
}
