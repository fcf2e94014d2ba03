// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import SimulationKit
import Testing

@testable import Broker

@Suite("The join queue")
struct JoinQueueTests {
    private func makeQueue(_ perSecond: Int, placesMax: Int = 16_384) -> JoinQueue {
        JoinQueue(perSecond: perSecond, placesMax: placesMax, placeLife: .seconds(120))
    }

    private func account(_ id: Int) -> Principal { Principal(.account, UInt64(id)) }

    /// Asks for the first time, at `now`, as accounts from `first` on.
    private func ask(
        _ queue: inout JoinQueue,
        _ accounts: Range<Int>,
        in lane: JoinQueue.Lane = .general,
        at now: Duration = .zero
    ) -> [JoinQueue.Answer] {
        accounts.map { queue.ask(self.account($0), in: lane, at: now) }
    }

    @Test("a second's worth comes in at once, everybody after that has the next place and the next time")
    func storm() {
        var queue = self.makeQueue(10)
        let answers = self.ask(&queue, 0..<40)
        #expect(answers.prefix(10).allSatisfy { $0 == .admitted })
        for (index, answer) in answers.dropFirst(10).enumerated() {
            #expect(answer == .queued(position: index + 1, wait: .milliseconds(100) * (index + 1)))
        }
        #expect(queue.count == 30)
    }

    @Test("who comes at the told time is admitted, and its place is gone")
    func punctual() {
        var queue = self.makeQueue(10)
        _ = self.ask(&queue, 0..<40)
        for index in 1...30 {
            #expect(queue.ask(self.account(9 + index), in: .general, at: .milliseconds(100) * index) == .admitted)
        }
        #expect(queue.count == 0)
    }

    @Test("who asks sooner has the same place with what is left of the wait")
    func early() {
        var queue = self.makeQueue(10)
        _ = self.ask(&queue, 0..<40)
        #expect(
            queue.ask(self.account(39), in: .general, at: .milliseconds(1_950))
                == .queued(position: 11, wait: .milliseconds(1_050))
        )
        #expect(queue.ask(self.account(39), in: .general, at: .milliseconds(3_000)) == .admitted)
    }

    @Test("the priority lane does not wait behind the general one, and keeps its own rate")
    func lanes() {
        var queue = self.makeQueue(10)
        _ = self.ask(&queue, 0..<1_000)
        #expect(self.ask(&queue, 2_000..<2_010, in: .priority).allSatisfy { $0 == .admitted })
        #expect(
            self.ask(&queue, 2_010..<2_011, in: .priority) == [.queued(position: 1, wait: .milliseconds(100))]
        )
    }

    @Test("who becomes a presenter while waiting changes lanes, and has one place only")
    func promoted() {
        var queue = self.makeQueue(10)
        _ = self.ask(&queue, 0..<100)
        #expect(queue.ask(self.account(99), in: .priority, at: .milliseconds(1)) == .admitted)
        #expect(queue.count == 89)
    }

    @Test("a place that is due is kept, and then forgotten")
    func away() {
        var queue = self.makeQueue(10)
        _ = self.ask(&queue, 0..<12)
        #expect(queue.ask(self.account(10), in: .general, at: .milliseconds(120_099)) == .admitted)
        #expect(queue.count == 1)
        // Another's question sweeps: the place of 11 was due at 200 ms.
        #expect(queue.ask(self.account(50), in: .general, at: .milliseconds(120_200)) == .admitted)
        #expect(queue.count == 0)
    }

    @Test("those whom a cut kept away come in at the rate too, and before newcomers")
    func late() {
        var queue = self.makeQueue(10)
        _ = self.ask(&queue, 0..<60)
        var now: Duration = .seconds(30)
        let answers = (10..<60).map { queue.ask(self.account($0), in: .general, at: now) }
        #expect(answers.count { $0 == .admitted } == 10)
        #expect(
            queue.ask(self.account(100), in: .general, at: now) == .queued(position: 41, wait: .milliseconds(4_100))
        )
        for account in 20..<60 {
            now += .milliseconds(100)
            #expect(queue.ask(self.account(account), in: .general, at: now) == .admitted)
        }
    }

    @Test("with all places taken the next are told how long, and nothing grows")
    func full() {
        var queue = self.makeQueue(1, placesMax: 5)
        _ = self.ask(&queue, 0..<6)
        // Not both at the same time.
        #expect(self.ask(&queue, 6..<8) == [.full(wait: .seconds(6)), .full(wait: .seconds(7))])
        #expect(queue.count == 5)
        #expect(queue.ask(self.account(1), in: .general, at: .seconds(1)) == .admitted)
        #expect(queue.ask(self.account(7), in: .general, at: .seconds(1)) == .queued(position: 5, wait: .seconds(5)))
    }

    @Test("a lane whose places are all taken leaves room in the other")
    func fullLane() {
        var queue = self.makeQueue(1, placesMax: 2)
        _ = self.ask(&queue, 0..<5)
        #expect(queue.ask(self.account(10), in: .priority, at: .zero) == .admitted)
        #expect(queue.ask(self.account(11), in: .priority, at: .zero) == .queued(position: 1, wait: .seconds(1)))
    }

    @Test("who is in the room already gives the place up")
    func forgotten() {
        var queue = self.makeQueue(1)
        _ = self.ask(&queue, 0..<3)
        queue.forget(self.account(1))
        #expect(queue.count == 1)
    }
}

// MARK: - Properties

/// A queue with clients that come when they like, and what each was told.
private struct QueueWorld {
    struct Waiting {
        var due: Duration
        var position: Int
    }

    let perSecond: Int
    let placesMax = 200
    var queue: JoinQueue
    var random: SeededGenerator
    var now: Duration = .seconds(5)
    var admissions: [JoinQueue.Lane: [Duration]] = [:]
    var waiting: [Principal: Waiting] = [:]
    var next: UInt64 = 0

    init(seed: UInt64) {
        self.random = SeededGenerator(seed: seed)
        self.perSecond = self.random.pick([1, 2, 3, 7, 50, 1_000])
        self.queue = JoinQueue(perSecond: self.perSecond, placesMax: self.placesMax, placeLife: .seconds(120))
    }

    func lane(of principal: Principal) -> JoinQueue.Lane { principal.id % 5 == 0 ? .priority : .general }

    mutating func ask(_ principal: Principal) {
        let lane = self.lane(of: principal)
        let known = self.waiting[principal]
        let answer = self.queue.ask(principal, in: lane, at: self.now)
        switch answer {
        case .admitted:
            if let known { #expect(known.due <= self.now, "admitted before its time") }
            self.admissions[lane, default: []].append(self.now)
            self.waiting[principal] = nil
        case .queued(let position, let wait):
            #expect(position >= 1)
            #expect(wait > .zero)
            if let known, known.due > self.now {
                #expect(self.now + wait == known.due, "the place was moved")
                #expect(position <= known.position, "the position grew")
            }
            self.waiting[principal] = Waiting(due: self.now + wait, position: position)
        case .full:
            #expect(known == nil || self.queue.count >= self.placesMax)
            self.waiting[principal] = nil
        }
        #expect(self.queue.count <= self.placesMax * JoinQueue.Lane.allCases.count)
    }

    mutating func pass() {
        switch self.random.below(10) {
        case 0..<6: self.now += .milliseconds(self.random.below(200))
        case 6..<9: self.now += .milliseconds(self.random.below(3_000))
        default: self.now += .seconds(self.random.below(150))
        }
    }

    mutating func step() {
        switch self.random.below(10) {
        case 0..<3:
            for _ in 0...self.random.below(2 * min(self.perSecond, 60) + 3) {
                self.next += 1
                self.ask(Principal(.account, self.next))
            }
        case 3..<6:  // Whoever is due comes, all at once.
            let due = self.waiting.filter { $0.value.due <= self.now }
            for principal in due.keys.sorted() { self.ask(principal) }
        case 6..<8:
            let waiting = self.waiting.keys.sorted()
            if !waiting.isEmpty { self.ask(waiting[self.random.below(waiting.count)]) }
        default: self.pass()
        }
    }

    /// Whether no window between two admissions has more than its rate and one burst.
    func checkRate() {
        let rate = Double(self.perSecond)
        for times in self.admissions.values {
            // For i before j: (j - i + 1) <= rate * (t[j] - t[i]) + burst, with everything about i on one side.
            var least = Double.infinity
            for (index, time) in times.enumerated() {
                let lead = Double(index) - rate * (time / .seconds(1))
                least = min(least, lead)
                guard lead - least > rate - 1 + 1e-6 else { continue }
                Issue.record("admission \(index) at \(time) is too many for \(self.perSecond) a second")
                return
            }
        }
    }
}

@Suite("The join queue, whatever clients do")
struct JoinQueuePropertyTests {
    @Test("no window has more than its rate and one burst, no place moves or grows, and no more are kept than may be")
    func properties() {
        for seed in UInt64(1)...60 {
            var world = QueueWorld(seed: seed)
            for _ in 0..<120 { world.step() }
            world.checkRate()
        }
    }

    @Test("punctual clients come in exactly in the order in which they asked, each at its first return")
    func order() {
        for seed in UInt64(1)...40 {
            var random = SeededGenerator(seed: seed)
            let perSecond = 1 + random.below(20)
            var queue = JoinQueue(perSecond: perSecond, placesMax: 16_384, placeLife: .seconds(120))
            var now: Duration = .zero
            var dues: [Duration] = []
            for account in 0..<200 {
                switch queue.ask(Principal(.account, UInt64(account)), in: .general, at: now) {
                case .admitted: dues.append(now)
                case .queued(_, let wait): dues.append(now + wait)
                case .full: Issue.record("seed \(seed): full")
                }
                if random.below(4) == 0 { now += .milliseconds(random.below(300)) }
            }
            #expect(dues == dues.sorted(), "seed \(seed)")
            for (account, due) in dues.enumerated() where due > now {
                let answer = queue.ask(Principal(.account, UInt64(account)), in: .general, at: due)
                #expect(answer == .admitted, "seed \(seed), account \(account)")
            }
        }
    }

    @Test("a queue that works for a quarter of an hour keeps no more than who waits")
    func bounded() {
        var queue = JoinQueue(perSecond: 100, placesMax: 1_000, placeLife: .seconds(120))
        var now: Duration = .zero
        var next: UInt64 = 0
        for _ in 0..<900 {
            for _ in 0..<120 {
                next += 1
                _ = queue.ask(Principal(.account, next), in: .general, at: now)
            }
            now += .seconds(1)
            #expect(queue.count <= 1_000)
        }
        now += .seconds(200)
        _ = queue.ask(Principal(.account, 0), in: .general, at: now)
        #expect(queue.count == 0)
    }
}
