// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import CLibev
import Glibc
import LoopRuntime
import Testing

/// Notes where its code runs.
private actor Probe {
    private let loop: EventLoopThread

    init(_ loop: EventLoopThread) {
        self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.loop.asUnownedSerialExecutor() }

    var thread: UInt { UInt(pthread_self()) }

    func isOnLoopAfterCalling(_ other: Probe) async -> Bool {
        let there = await other.thread
        return there == self.thread
    }

    func childTasksRunOnLoop() async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { self.loop.isIsolatingCurrentContext() == true } }
            var count = 0
            for await isOnLoop in group where isOnLoop { count += 1 }
            return count == 10
        }
    }
}

@Suite("Event loop")
struct EventLoopThreadTests {
    @Test("an actor pinned to a loop runs on the loop's thread, also after it has called another")
    func pinnedActor() async {
        let loop = EventLoopThread()
        loop.start(name: "pinned")
        let thread = await loop.run { UInt(pthread_self()) }
        let (first, second) = (Probe(loop), Probe(loop))
        for _ in 0..<1_000 { #expect(await first.thread == thread) }
        #expect(await first.isOnLoopAfterCalling(second))
        loop.stop()
        loop.join()
    }

    @Test("what a pinned actor starts with the loop's task executor stays on the loop")
    func taskExecutor() async {
        let loop = EventLoopThread()
        loop.start(name: "tasks")
        let probe = Probe(loop)
        #expect(await Task(executorPreference: loop.tasks) { await probe.childTasksRunOnLoop() }.value)
        #expect(await Task(executorPreference: loop.tasks) { loop.isIsolatingCurrentContext() == true }.value)
        #expect(loop.isIsolatingCurrentContext() == false)
        loop.stop()
        loop.join()
    }

    @Test("a call between actors of one loop costs no thread hop")
    func actorCallWithoutHop() async {
        let loop = EventLoopThread()
        loop.start(name: "calls")
        let (first, second) = (Probe(loop), Probe(loop))
        let hops = await Task(executorPreference: loop.tasks) {
            let before = await loop.run { loop.counters.crossThreadHops }
            for _ in 0..<100 { _ = await first.isOnLoopAfterCalling(second) }
            return await loop.run { loop.counters.crossThreadHops } - before
        }.value
        #expect(hops == 0)
        loop.stop()
        loop.join()
    }

    @Test("posts of one sender run in the order of posting, after their poster has returned")
    func orderOfPosts() {
        let loop = EventLoopThread()
        let record = Record<Int>()
        loop.post {
            for index in 0..<5_000 { loop.post { record.add(index) } }
            loop.post { loop.stop() }
            record.add(-1)
        }
        loop.runToEnd()
        #expect(record.values == Array(-1..<5_000))
    }

    @Test("posts from several threads all arrive, each thread's in its order, and each counts as one hop")
    func postsFromThreads() async {
        let loop = EventLoopThread()
        loop.start(name: "receiver")
        let record = Record<[Int]>()
        let senders = LoopGroup(count: 3)
        for (sender, thread) in senders.loops.enumerated() {
            thread.onStart { for index in 0..<2_000 { loop.post { record.add([sender, index]) } } }
        }
        senders.start(name: "sender")
        senders.stop()
        senders.join()
        loop.stop()
        loop.join()
        #expect(record.values.count == 6_000)
        for sender in 0..<3 {
            #expect(record.values.filter { $0[0] == sender }.map { $0[1] } == Array(0..<2_000))
        }
        #expect(loop.counters.crossThreadHops == 6_000)
    }

    @Test("what a loop posts to itself is no hop and wakes nobody")
    func localPosts() {
        let loop = EventLoopThread()
        loop.onStart {
            for index in 0..<3_000 { loop.post { if index == 2_999 { loop.stop() } } }
        }
        loop.runToEnd()
        #expect(loop.counters.crossThreadHops == 0)
        #expect(loop.counters.wakeUps == 0)
    }

    @Test("a post wakes a loop that sleeps")
    func wakesASleeper() async {
        let loop = EventLoopThread()
        loop.start(name: "sleeper")
        for index in 0..<500 { #expect(await loop.run { index } == index) }
        loop.stop()
        loop.join()
        #expect(loop.counters.crossThreadHops == 500)
        #expect(loop.counters.wakeUps <= 501)
    }

    @Test("endless posting keeps no timer from firing")
    func postsDoNotStarveTimers() {
        let loop = EventLoopThread()
        let fired = Record<String>()
        loop.onStart {
            @Sendable func repost() { loop.post { repost() } }
            repost()
            _ = loop.schedule(after: .milliseconds(5)) {
                fired.add("timer")
                loop.stop()
            }
        }
        loop.runToEnd()
        #expect(fired.values == ["timer"])
    }

    @Test("a watcher that a C library adds to the loop is served on its thread, however much is posted")
    func foreignWatcher() {
        let loop = EventLoopThread()
        let hasFired = Record<Bool>()
        loop.onStart {
            let watcher = UnsafeMutablePointer<ev_timer>.allocate(capacity: 1)
            unsafe watcher.initialize(to: ev_timer())
            unsafe shim_ev_timer_init(watcher) { _, watcher, _ in
                let loop = unsafe watcher?.pointee.data.map { unsafe Unmanaged<EventLoopThread>.fromOpaque($0) }
                unsafe loop?.takeUnretainedValue().checkIsolated()
                unsafe loop?.takeUnretainedValue().stop()
            }
            unsafe watcher.pointee.data = Unmanaged.passUnretained(loop).toOpaque()
            unsafe shim_ev_timer_set(watcher, 0.002)
            let address = UInt(bitPattern: watcher)
            unsafe ev_timer_start(OpaquePointer(loop.unsafeLibevLoop), watcher)
            loop.onEnd {
                let watcher = unsafe UnsafeMutablePointer<ev_timer>(bitPattern: address)
                unsafe hasFired.add(shim_ev_timer_is_active(watcher) == 0)
                unsafe ev_timer_stop(OpaquePointer(loop.unsafeLibevLoop), watcher)
                unsafe watcher?.deallocate()
            }
            @Sendable func repost() { loop.post { repost() } }
            repost()
        }
        loop.runToEnd()
        #expect(hasFired.values == [true])
    }

    @Test("no timer fires early, and those of one deadline fire in the order of scheduling")
    func noEarlyTimers() {
        let loop = EventLoopThread()
        let early = Record<Int>()
        let order = Record<Int>()
        loop.onStart {
            for microseconds in stride(from: 0, through: 30_000, by: 250) {
                let due = loop.now + .microseconds(microseconds)
                _ = loop.schedule(after: .microseconds(microseconds)) {
                    if loop.now < due { early.add(microseconds) }
                    order.add(microseconds)
                }
            }
            _ = loop.schedule(after: .milliseconds(32)) { loop.stop() }
        }
        loop.runToEnd()
        #expect(early.values.isEmpty)
        #expect(order.values == Array(stride(from: 0, through: 30_000, by: 250)))
    }

    @Test("a cancelled timer does not fire, not even when another that is due at the same time cancels it")
    func cancelledTimers() {
        let loop = EventLoopThread()
        let fired = Record<String>()
        let later = Guarded<TimerID?>(nil)
        loop.onStart {
            loop.cancel(loop.schedule(after: .milliseconds(1)) { fired.add("cancelled at once") })
            _ = loop.schedule(after: .milliseconds(3)) {
                fired.add("first")
                if let id = later.withLock({ $0 }) { loop.cancel(id) }
            }
            let id = loop.schedule(after: .milliseconds(3)) { fired.add("cancelled when due") }
            later.withLock { $0 = id }
            _ = loop.schedule(after: .milliseconds(4)) { loop.stop() }
            while loop.now < .milliseconds(10) {}  // So that all are due in one turn.
        }
        loop.runToEnd()
        #expect(fired.values == ["first"])
    }

    @Test("a negative delay and one beyond all time are both accepted")
    func extremeDelays() {
        let loop = EventLoopThread()
        loop.onStart {
            _ = loop.schedule(after: .seconds(Int64.max)) { preconditionFailure("The end of time has come") }
            _ = loop.schedule(after: .seconds(-5)) { loop.stop() }
        }
        loop.runToEnd()
        #expect(loop.counters.iterations >= 1)
    }

    @Test("a loop that waits for a far timer sleeps instead of ticking")
    func sleepsWhileIdle() {
        let loop = EventLoopThread()
        loop.onStart {
            _ = loop.schedule(after: .seconds(3_600)) {}
            _ = loop.schedule(after: .milliseconds(60)) { loop.stop() }
        }
        loop.runToEnd()
        #expect(loop.counters.iterations < 20)
    }

    @Test("both clocks go forward and the wall clock tells the present")
    func clocks() {
        let loop = EventLoopThread()
        let first = loop.now
        #expect(first >= .zero)
        #expect(loop.now >= first)
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        #expect(abs(loop.wallClockMs - Int64(time.tv_sec) * 1_000) < 3_600_000)
    }

    @Test("a timer scheduled off the loop is a bug")
    func scheduleOffLoop() async {
        await #expect(processExitsWith: .failure) {
            _ = EventLoopThread().schedule(after: .zero) {}
        }
    }

    @Test("counters read off a running loop are a bug")
    func countersOffLoop() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoopThread()
            loop.start(name: "counters")
            await loop.run {}
            _ = loop.counters
        }
    }
}
