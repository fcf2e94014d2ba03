// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Pace of streams")
final class PacerTests {
    private var pacer = Pacer(interval: .seconds(1))

    private func changed(_ stream: StreamID, at now: Duration) -> Pacer.Answer { self.pacer.changed(stream, at: now) }

    private func due(at now: Duration) -> [StreamID] { self.pacer.due(at: now) }

    @Test("the first change passes at once, later ones wait for one turn an interval after it")
    func burst() {
        #expect(self.changed(.summary, at: .zero) == .now)
        #expect(self.pacer.nextDeadline == nil)
        #expect(self.changed(.summary, at: .milliseconds(10)) == .later(.seconds(1)))
        #expect(self.changed(.summary, at: .milliseconds(20)) == .alreadyScheduled)
        #expect(self.pacer.nextDeadline == .seconds(1))
        #expect(self.due(at: .milliseconds(999)) == [])
        #expect(self.due(at: .milliseconds(1_050)) == [.summary])
        #expect(self.pacer.nextDeadline == nil)
        #expect(self.changed(.summary, at: .milliseconds(1_500)) == .later(.milliseconds(2_050)))
    }

    @Test("another interval counts from the next turn on")
    func otherInterval() {
        #expect(self.changed(.summary, at: .zero) == .now)
        #expect(self.changed(.summary, at: .milliseconds(10)) == .later(.seconds(1)))
        self.pacer.interval = .seconds(2)
        #expect(self.due(at: .seconds(1)) == [.summary])
        #expect(self.changed(.summary, at: .milliseconds(1_500)) == .later(.seconds(3)))
        #expect(self.due(at: .seconds(3)) == [.summary])
        #expect(self.changed(.summary, at: .seconds(5)) == .now)
    }

    @Test("after a silent interval a change passes at once again")
    func silence() {
        #expect(self.changed(.summary, at: .zero) == .now)
        #expect(self.changed(.summary, at: .seconds(1)) == .now)
    }

    @Test("streams have their own turns, named by deadline, then by stream")
    func order() {
        let late = StreamID.unitSummary(UnitID(1))
        let twin = StreamID.unitSummary(UnitID(2))
        for stream in [twin, .summary] { #expect(self.changed(stream, at: .zero) == .now) }
        #expect(self.changed(late, at: .milliseconds(1)) == .now)
        for stream in [late, twin, .summary] { _ = self.changed(stream, at: .milliseconds(2)) }
        #expect(self.pacer.nextDeadline == .seconds(1))
        #expect(self.due(at: .seconds(1)) == [.summary, twin])
        #expect(self.pacer.nextDeadline == .milliseconds(1_001))
        #expect(self.due(at: .seconds(5)) == [late])
    }

    @Test("streams that have been silent for an interval are forgotten")
    func forgets() {
        for unit: UInt32 in 1...500 { _ = self.changed(.unitSummary(UnitID(unit)), at: .zero) }
        _ = self.changed(.unitSummary(UnitID(7)), at: .milliseconds(1))
        #expect(self.pacer.activeCount == 500)
        #expect(self.changed(.summary, at: .seconds(1)) == .now)
        #expect(self.pacer.activeCount == 2)
        #expect(self.due(at: .seconds(1)) == [.unitSummary(UnitID(7))])
        #expect(self.due(at: .seconds(2)) == [])
        #expect(self.pacer.activeCount == 0)
    }

    @Test("with an interval of zero every change passes at once")
    func noPace() {
        self.pacer = Pacer(interval: .zero)
        for _ in 0..<3 { #expect(self.changed(.summary, at: .zero) == .now) }
    }

    @Test("no stream speaks twice within an interval, and every change is told within one", arguments: Seeds.all)
    func property(seed: UInt64) {
        var dice = Dice(seed: seed)
        var pacer = Pacer(interval: .milliseconds(100))
        var now = Duration.zero
        var spoken: [StreamID: Duration] = [:]
        var untold: [StreamID: Duration] = [:]
        func speak(_ stream: StreamID) {
            if let last = spoken[stream] { #expect(now - last >= pacer.interval, "seed \(seed)") }
            if let since = untold[stream] { #expect(now - since <= pacer.interval, "seed \(seed)") }
            spoken[stream] = now
            untold[stream] = nil
        }
        for _ in 0..<300 {
            // Time stands still or goes on, but never past a deadline.
            let next = now + .milliseconds(dice.roll(30))
            now = min(next, pacer.nextDeadline ?? next)
            let due = pacer.due(at: now)
            for stream in due { speak(stream) }
            guard dice.hits(onceIn: 2) else { continue }
            let stream = StreamID.unitSummary(UnitID(UInt32(dice.roll(6))))
            switch pacer.changed(stream, at: now) {
            case .now:
                #expect(untold[stream] == nil, "seed \(seed)")
                speak(stream)
            case .later(let deadline):
                #expect(untold[stream] == nil && deadline == (spoken[stream] ?? .zero) + pacer.interval, "seed \(seed)")
                untold[stream] = now
            case .alreadyScheduled:
                #expect(untold[stream] != nil, "seed \(seed)")
            }
            #expect((pacer.nextDeadline == nil) == untold.isEmpty, "seed \(seed)")
            #expect(pacer.activeCount == spoken.values.filter { now - $0 < pacer.interval }.count, "seed \(seed)")
        }
    }
}
