// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing

@Suite("Timer wheel")
struct TimerWheelTests {
    /// Takes everything that is due at `timeMs`.
    private func take<Payload>(_ wheel: inout TimerWheel<Payload>, atMs timeMs: UInt64) -> [Payload] {
        var taken: [Payload] = []
        while let payload = wheel.popDue(atMs: timeMs) { taken.append(payload) }
        return taken
    }

    @Test("a timer is not due a millisecond before its deadline", arguments: [0, 1, 63, 64, 65, 4_095, 4_096, 120_000])
    func neverEarly(deadlineMs: UInt64) {
        var wheel = TimerWheel<UInt64>()
        _ = wheel.schedule(atMs: deadlineMs + 1, deadlineMs)
        #expect(self.take(&wheel, atMs: deadlineMs).isEmpty)
        #expect(self.take(&wheel, atMs: deadlineMs + 1) == [deadlineMs])
        #expect(wheel.count == 0)
    }

    @Test("timers of one deadline come in the order of scheduling, however far away each was scheduled")
    func orderAmongEquals() {
        var wheel = TimerWheel<Int>()
        for (index, nowMs) in [0, 50, 3_900, 4_050, 4_095, 4_100, 4_159].enumerated() {
            #expect(self.take(&wheel, atMs: UInt64(nowMs)).isEmpty)
            _ = wheel.schedule(atMs: 4_160, index)
        }
        #expect(self.take(&wheel, atMs: 9_999) == Array(0..<7))
    }

    @Test("a deadline that has passed counts as now, behind those due now")
    func pastDeadline() {
        var wheel = TimerWheel<String>(nowMs: 1_000)
        _ = wheel.schedule(atMs: 1_000, "now")
        _ = wheel.schedule(atMs: 3, "past")
        #expect(wheel.nextWakeMs == 1_000)
        #expect(self.take(&wheel, atMs: 1_000) == ["now", "past"])
    }

    @Test("a cancelled timer gives its payload back once and does not come")
    func cancel() {
        var wheel = TimerWheel<Int>()
        let ids = (0..<3).map { wheel.schedule(atMs: 10, $0) }
        #expect(wheel.cancel(ids[1]) == 1)
        #expect(wheel.cancel(ids[1]) == nil)
        #expect(self.take(&wheel, atMs: 10) == [0, 2])
        #expect(wheel.cancel(ids[0]) == nil)
    }

    @Test("the name of a timer that is gone does not cancel a later one")
    func staleName() {
        var wheel = TimerWheel<Int>()
        let stale = wheel.schedule(atMs: 1, 1)
        wheel.cancel(stale)
        _ = wheel.schedule(atMs: 1, 2)
        #expect(wheel.cancel(stale) == nil)
        #expect(wheel.cancel(TimerID(.max)) == nil)
        #expect(self.take(&wheel, atMs: 1) == [2])
    }

    @Test("one due timer can cancel another and schedule a third between the two")
    func changesWhileTaking() {
        var wheel = TimerWheel<String>()
        _ = wheel.schedule(atMs: 5, "first")
        let second = wheel.schedule(atMs: 5, "second")
        _ = wheel.schedule(atMs: 9, "last")
        #expect(wheel.popDue(atMs: 20) == "first")
        wheel.cancel(second)
        _ = wheel.schedule(atMs: 7, "third")
        #expect(self.take(&wheel, atMs: 20) == ["third", "last"])
    }

    @Test(
        "a wheel that is called only when it asks to be takes each timer at its deadline and ticks at most ten times",
        arguments: [0, 1, 64, 5_000, 120_000, 86_400_000, UInt64.max]
    )
    func sleepsUntilTheDeadline(deadlineMs: UInt64) {
        var wheel = TimerWheel<Int>()
        _ = wheel.schedule(atMs: deadlineMs, 1)
        var wakeUps = 0
        while let wakeMs = wheel.nextWakeMs {
            wakeUps += 1
            let taken = self.take(&wheel, atMs: wakeMs)
            #expect(taken.isEmpty == (wakeMs < deadlineMs))
        }
        #expect(wheel.nowMs == deadlineMs)
        #expect(wakeUps <= 11)
    }

    @Test("an empty wheel asks for no call")
    func idle() {
        var wheel = TimerWheel<Int>()
        #expect(wheel.nextWakeMs == nil)
        let id = wheel.schedule(atMs: 100, 1)
        wheel.cancel(id)
        #expect(wheel.nextWakeMs == nil)
    }

    @Test("hundreds of thousands of timers come in order and leave nothing behind")
    func many() {
        var wheel = TimerWheel<UInt64>()
        var random = SeededGenerator(seed: 1)
        var ids: [TimerID] = []
        for _ in 0..<300_000 {
            let deadlineMs = UInt64.random(in: 0..<200_000, using: &random)
            ids.append(wheel.schedule(atMs: deadlineMs, deadlineMs))
        }
        for id in ids.prefix(100_000) { #expect(wheel.cancel(id) != nil) }
        let taken = self.take(&wheel, atMs: 200_000)
        #expect(taken.count == 200_000)
        #expect(taken == taken.sorted())
        #expect(wheel.count == 0)
    }

    @Test("a wheel takes what a sorted list would, in the same order", arguments: 0..<20 as Range<UInt64>)
    func agreesWithModel(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let startMs = seed % 2 == 0 ? 0 : UInt64.random(in: 0..<(1 << 40), using: &random)
        var pair = WheelAndModel(nowMs: startMs)
        for _ in 0..<5_000 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5: pair.schedule(&random)
            case 5..<7: pair.cancel(&random)
            default: pair.advance(&random)
            }
            #expect(pair.wheel.count == pair.model.timers.count)
            guard let wakeMs = pair.wheel.nextWakeMs, let firstMs = pair.model.firstMs else { continue }
            #expect(wakeMs <= firstMs)
        }
    }
}

/// What a wheel promises, in the plainest way.
private struct Model {
    struct Timer {
        let deadlineMs: UInt64
        let payload: Int
    }

    /// In the order of scheduling.
    var timers: [Timer] = []
    var nowMs: UInt64

    var firstMs: UInt64? { self.timers.map(\.deadlineMs).min() }

    mutating func popDue(atMs timeMs: UInt64) -> Int? {
        guard let firstMs = self.firstMs, firstMs <= timeMs,
            let index = self.timers.firstIndex(where: { $0.deadlineMs == firstMs })
        else {
            self.nowMs = max(self.nowMs, timeMs)
            return nil
        }
        self.nowMs = firstMs
        return self.timers.remove(at: index).payload
    }
}

/// Does the same to a wheel and to its model, and compares.
private struct WheelAndModel {
    var wheel: TimerWheel<Int>
    var model: Model
    private var ids: [(id: TimerID, payload: Int)] = []

    init(nowMs: UInt64) {
        self.wheel = TimerWheel(nowMs: nowMs)
        self.model = Model(nowMs: nowMs)
    }

    private func randomSpan(_ random: inout SeededGenerator) -> UInt64 {
        let bits = UInt64.random(in: 0...22, using: &random)
        return UInt64.random(in: 0...(1 << bits), using: &random)
    }

    mutating func schedule(_ random: inout SeededGenerator) {
        let isPast = Int.random(in: 0..<20, using: &random) == 0
        let deadlineMs = isPast ? self.model.nowMs / 2 : self.model.nowMs + self.randomSpan(&random)
        let payload = self.ids.count
        self.ids.append((self.wheel.schedule(atMs: deadlineMs, payload), payload))
        self.model.timers.append(.init(deadlineMs: max(deadlineMs, self.model.nowMs), payload: payload))
    }

    /// Cancels any timer there ever was.
    mutating func cancel(_ random: inout SeededGenerator) {
        guard let (id, payload) = self.ids.randomElement(using: &random) else { return }
        let index = self.model.timers.firstIndex { $0.payload == payload }
        #expect(self.wheel.cancel(id) == index.map { self.model.timers.remove(at: $0).payload })
    }

    /// Lets time pass; what comes schedules and cancels in between.
    mutating func advance(_ random: inout SeededGenerator) {
        let timeMs = self.model.nowMs + self.randomSpan(&random) / 8
        while true {
            let taken = self.wheel.popDue(atMs: timeMs)
            #expect(taken == self.model.popDue(atMs: timeMs))
            guard taken != nil else { break }
            if Int.random(in: 0..<4, using: &random) == 0 { self.schedule(&random) }
            if Int.random(in: 0..<4, using: &random) == 0 { self.cancel(&random) }
        }
        #expect(self.wheel.nowMs == self.model.nowMs)
    }
}
