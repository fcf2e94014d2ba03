// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing

@Suite("Loops start and stop")
struct LoopGroupTests {
    @Test("what was posted before the stop runs, however much it is, and what it posts runs too")
    func stopDropsNothingQueued() {
        let loop = EventLoopThread()
        let record = Record<Int>()
        for index in 0..<10_000 {
            loop.post { loop.post { record.add(index) } }
        }
        loop.stop()
        loop.runToEnd()
        #expect(record.values == Array(0..<10_000))
    }

    @Test("what is posted after the stop is dropped")
    func postsAfterStop() {
        let loop = EventLoopThread()
        let record = Record<String>()
        loop.start(name: "stopped")
        loop.stop()
        loop.post { record.add("after stop") }
        loop.join()
        loop.post { record.add("after join") }
        #expect(record.values.isEmpty)
    }

    @Test("stopping and joining again and again, or without a start, does no harm")
    func stopIsIdempotent() {
        let never = EventLoopThread()
        never.stop()
        never.join()
        let loop = EventLoopThread()
        loop.start(name: "twice")
        for _ in 0..<2 {
            loop.stop()
            loop.join()
        }
        #expect(loop.isIsolatingCurrentContext() == false)
    }

    @Test("start hooks come before posts in their order; end hooks after posts, the last first; timers never")
    func hooks() {
        let loop = EventLoopThread()
        let record = Record<String>()
        loop.post {
            record.add("post")
            _ = loop.schedule(after: .milliseconds(1)) { record.add("timer") }
        }
        for name in ["a", "b"] {
            loop.onStart { record.add("start \(name)") }
            loop.onEnd {
                loop.checkIsolated()
                loop.post { record.add("posted by end \(name)") }
                record.add("end \(name)")
            }
        }
        loop.stop()
        loop.runToEnd()
        let expected = ["start a", "start b", "post", "end b", "end a", "posted by end b", "posted by end a"]
        #expect(record.values == expected)
    }

    @Test("a chain of posts that never ends does not keep a loop from ending")
    func endlessChain() {
        let loop = EventLoopThread()
        @Sendable func repost() { loop.post { repost() } }
        loop.onStart { repost() }
        loop.start(name: "endless")
        loop.stop()
        loop.join()
        #expect(loop.counters.crossThreadHops == 0)
    }

    @Test("a stopped loop lets go of its posts, timers and hooks, and then of itself")
    func nothingIsKept() {
        final class Token: Sendable {}
        weak var keptToken: Token?
        weak var keptLoop: EventLoopThread?
        do {
            let token = Token()
            let loop = EventLoopThread()
            (keptToken, keptLoop) = (token, loop)
            loop.onStart { _ = loop.schedule(after: .seconds(60)) { _ = (token, loop) } }
            loop.onEnd { _ = (token, loop) }
            loop.stop()
            loop.runToEnd()
            loop.post { _ = (token, loop) }
            loop.onEnd { _ = (token, loop) }
        }
        #expect(keptToken == nil)
        #expect(keptLoop == nil)
    }

    @Test("a timer's capture may cancel timers while it dies with the loop")
    func dyingTimersCancel() {
        final class Owner: Sendable {
            let loop: EventLoopThread
            let timer: TimerID

            init(_ loop: EventLoopThread) {
                self.loop = loop
                self.timer = loop.schedule(after: .seconds(60)) {}
            }

            deinit { self.loop.cancel(self.timer) }
        }
        let loop = EventLoopThread()
        loop.onStart {
            let owner = Owner(loop)
            let timer = loop.schedule(after: .seconds(1)) { _ = owner }
            loop.cancel(timer)
            let other = Owner(loop)
            _ = loop.schedule(after: .seconds(1)) { _ = other }
        }
        loop.stop()
        loop.runToEnd()
        #expect(loop.isIsolatingCurrentContext() == false)
    }

    @Test("each loop of a group runs on a thread of its own until the group stops")
    func group() async {
        let group = LoopGroup(count: 3)
        group.start(name: "group")
        for loop in group.loops {
            let isHere = await loop.run { group.loops.map { $0.isIsolatingCurrentContext() == true } }
            #expect(isHere == group.loops.map { $0 === loop })
        }
        group.stop()
        group.join()
    }

    @Test("a key has the same home in every process, and keys spread evenly")
    func homes() {
        let homes = [0, 1, 2, 100_000_000, UInt64.max].map { LoopGroup.loopIndex(forKey: $0, count: 256) }
        #expect(homes == [226, 145, 151, 194, 228])
        var counts = Array(repeating: 0, count: 7)
        for key in 0..<70_000 as Range<UInt64> { counts[Int(LoopGroup.loopIndex(forKey: key, count: 7))] += 1 }
        #expect(counts.allSatisfy { (9_500...10_500).contains($0) })
        let group = LoopGroup(count: 7)
        #expect(group.loop(forKey: 5) === group.loops[Int(group.loopIndex(forKey: 5))])
    }

    @Test("a loop started twice is a bug")
    func startedTwice() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            loop.start(name: "once")
            loop.start(name: "twice")
        }
    }

    @Test("a loop that waits for its own end is a bug")
    func joinsItself() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            loop.onStart { loop.join() }
            loop.runToEnd()
        }
    }

    @Test("a group without loops is a bug")
    func emptyGroup() async {
        await #expect(processExitsWith: .failure) {
            _ = LoopGroup(count: 0)
        }
    }
}
