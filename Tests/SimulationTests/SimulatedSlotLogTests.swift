// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import SimulationKit
import Testing

@Suite("The simulated log")
struct SimulatedSlotLogTests {
    private let room: RoomID

    init() throws {
        self.room = try #require(RoomID(123_456_789))
    }

    /// Appends one record after the other, each until it is known to be durable, and gives the outcomes.
    private func fill(_ log: SimulatedSlotLog, of world: SimulatedWorld, slots: Int) -> [AppendOutcome] {
        let loop = world.makeLoop()
        let outcomes = Confined<[AppendOutcome]>([])
        for slot in 1...slots {
            let record = [UInt8(slot)]
            let isDone = Confined(false)
            while !isDone.value {
                log.append(record, to: self.room, at: Slot(slot), listing: nil, on: loop) { outcome in
                    outcomes.value.append(outcome)
                    if case .failed = outcome {} else { isDone.value = true }
                }
                world.run(until: world.now + .seconds(20))
            }
        }
        return outcomes.value
    }

    @Test("an append that failed after the write finds its own bytes when it is tried again")
    func failedAfterWrite() {
        var weather = Weather.calm
        weather.failedAppendsPermille = 300
        let world = SimulatedWorld(seed: 3, weather: weather)
        let log = SimulatedSlotLog(world: world)
        let outcomes = self.fill(log, of: world, slots: 40)
        #expect(log.history(of: self.room).map(\.record) == (1...40).map { [UInt8($0)] })
        #expect(outcomes.contains { if case .failed = $0 { true } else { false } })
        #expect(outcomes.contains { if case .taken(by: _) = $0 { true } else { false } })
        #expect(world.faults[.storeFailedAfterWrite] > 0)
        #expect(world.violations == [])
    }

    @Test("a slot is written once: whoever comes second is told what stands there")
    func writeOnce() {
        let world = SimulatedWorld(seed: 3, weather: .calm)
        let log = SimulatedSlotLog(world: world)
        _ = self.fill(log, of: world, slots: 2)
        log.usurp(self.room, with: [99])
        let outcome = Confined<AppendOutcome?>(nil)
        log.append([3], to: self.room, at: 3, listing: nil, on: world.makeLoop()) { outcome.value = $0 }
        world.run(until: world.now + .seconds(1))
        #expect(outcome.value == .taken(by: [99]))
        #expect(log.history(of: self.room).map(\.record) == [[1], [2], [99]])
    }

    @Test("a snapshot lets older entries go, and a load gives it with what came after")
    func snapshot() {
        let world = SimulatedWorld(seed: 3, weather: .calm)
        let log = SimulatedSlotLog(world: world)
        _ = self.fill(log, of: world, slots: 5)
        log.saveSnapshot([7, 7], of: self.room, upTo: 4, keepFrom: 3)
        world.run(until: world.now + .seconds(1))
        let loaded = Confined<LoggedRoom?>(nil)
        log.load(self.room, on: world.makeLoop()) { loaded.value = try? $0.get() }
        world.run(until: world.now + .seconds(1))
        #expect(loaded.value?.snapshot == LoggedRoom.Entry(slot: 4, record: [7, 7]))
        #expect(loaded.value?.entries.map(\.slot) == [3, 4, 5])
        #expect(log.history(of: self.room).count == 5)
    }

    @Test("a crash keeps what was durable; a write under way is lost, done, or late", arguments: UInt64(0)..<20)
    func crash(seed: UInt64) {
        let world = SimulatedWorld(seed: seed, weather: .calm)
        let log = SimulatedSlotLog(world: world)
        _ = self.fill(log, of: world, slots: 2)
        let loop = world.makeLoop()
        log.append([3], to: self.room, at: 3, listing: nil, on: loop) { _ in Issue.record("A dead loop was answered") }
        loop.die()
        log.crash()
        world.run(until: world.now + .seconds(5))
        #expect([[[1], [2]], [[1], [2], [3]]].contains(log.history(of: self.room).map(\.record)))
    }
}
