// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import SimulationKit
import Testing

/// An actor pinned to a simulated loop.
private actor Counter {
    private let loop: SimulatedLoop
    private(set) var value = 0

    init(_ loop: SimulatedLoop) {
        self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.loop.asUnownedSerialExecutor() }

    func add(_ number: Int) {
        self.value += number
    }
}

@Suite("The simulated world")
struct WorldTests {
    @Test("an actor pinned to a simulated loop is entered from the loop and from nowhere else")
    func pinnedActor() async {
        self.enterFromTheLoop()
        await #expect(processExitsWith: .failure) { WorldTests.enterFromElsewhere() }
    }

    private func enterFromTheLoop() {
        let world = SimulatedWorld(seed: 1)
        let loop = world.makeLoop()
        let counter = Counter(loop)
        loop.post { counter.assumeIsolated { $0.add(2) } }
        world.run(until: .seconds(1))
        #expect(loop.perform { counter.assumeIsolated { $0.value } } == 2)
    }

    fileprivate static func enterFromElsewhere() {
        Counter(SimulatedWorld(seed: 1).makeLoop()).assumeIsolated { $0.add(1) }
    }

    @Test("posts to a loop run in their order, and loops take turns in an order that the seed decides")
    func postsAreOrdered() {
        var orders: Set<[Int]> = []
        for seed in UInt64(0)..<20 {
            let world = SimulatedWorld(seed: seed)
            let loops = [world.makeLoop(), world.makeLoop()]
            let seen = Confined<[Int]>([])
            for number in 0..<10 { loops[number % 2].post { seen.value.append(number) } }
            world.run(until: .seconds(1))
            #expect(seen.value.filter { $0 % 2 == 0 } == [0, 2, 4, 6, 8])
            #expect(seen.value.filter { $0 % 2 == 1 } == [1, 3, 5, 7, 9])
            orders.insert(seen.value)
        }
        #expect(orders.count > 10)
    }

    @Test("a timer is never early, and late only when the weather says so")
    func timersAreNotEarly() {
        for (weather, isCalm) in [(Weather.calm, true), (.rough, false)] {
            let world = SimulatedWorld(seed: 7, weather: weather)
            let loop = world.makeLoop()
            let late = Confined<[Duration]>([])
            loop.perform {
                for number in 0..<200 {
                    let due = loop.now + .milliseconds(number * 7 % 100)
                    _ = loop.schedule(after: due - loop.now) { late.value.append(loop.now - due) }
                }
            }
            world.run(until: .seconds(1))
            #expect(late.value.count == 200)
            #expect(late.value.allSatisfy { $0 >= .zero })
            #expect(late.value.contains { $0 > .zero } != isCalm)
        }
    }

    @Test("a cancelled timer does not fire, and no timer is pending afterwards")
    func cancelledTimer() {
        let world = SimulatedWorld(seed: 7)
        let loop = world.makeLoop()
        loop.perform {
            let timer = loop.schedule(after: .seconds(1)) { Issue.record("A cancelled timer fired") }
            #expect(loop.pendingTimers == 1)
            loop.cancel(timer)
            loop.cancel(timer)
            #expect(loop.pendingTimers == 0)
        }
        world.run(until: .seconds(2))
        #expect(world.now == .seconds(2))
    }

    @Test("what a dead loop had queued or timed never runs")
    func deadLoop() {
        let world = SimulatedWorld(seed: 7)
        let loop = world.makeLoop()
        loop.post { Issue.record("A post ran on a dead loop") }
        loop.perform { _ = loop.schedule(after: .seconds(1)) { Issue.record("A timer fired on a dead loop") } }
        loop.die()
        loop.post { Issue.record("A dead loop took a post") }
        world.run(until: .seconds(2))
    }

    @Test("a jump of the wall clock leaves the monotonic clock alone")
    func wallClock() {
        let world = SimulatedWorld(seed: 7)
        let loop = world.makeLoop()
        let (now, wall) = (loop.now, loop.wallClockMs)
        world.jumpWallClock(byMs: -5_000)
        #expect(loop.now == now)
        #expect(loop.wallClockMs == wall - 5_000)
        #expect(world.faults[.wallClockBack] == 1)
    }
}
