// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
import LoopRuntime
import Testing

@testable import Identity

@Suite
struct WorkerPoolTests {
    /// Says what became of each job.
    private final class Record: Sendable {
        private let state = Guarded<[String]>([])

        var values: [String] { self.state.withLock { $0 } }

        func add(_ value: String) { self.state.withLock { $0.append(value) } }

        func job(_ name: Int, _ body: @escaping @Sendable () -> Void = {}) -> WorkerPool.Job {
            WorkerPool.Job {
                body()
                self.add("did \(name)")
            } abandon: {
                self.add("abandoned \(name)")
            }
        }
    }

    @Test("a full queue refuses at once and names a pause; what was accepted is done in order")
    func full() async {
        let gate = Gate()
        let record = Record()
        let pool = WorkerPool(
            .init(name: "test", threads: 1, queueMax: 3, expectedJobTime: .milliseconds(10)),
            clock: ManualClock()
        )
        #expect(pool.submit(record.job(0) { gate.pass() }) == .accepted)
        await gate.waitForArrivals(1)
        for index in 1...3 { #expect(pool.submit(record.job(index)) == .accepted) }
        // Four are before it, each believed to take 10 ms; the next refused gets the next place.
        guard case .full(let first) = pool.submit(record.job(4)), case .full(let second) = pool.submit(record.job(5))
        else {
            Issue.record("The queue holds three")
            return
        }
        #expect(first == 40)
        #expect(second == 50)
        #expect(pool.expectedWait == .milliseconds(40))
        gate.open()
        while record.values.count < 4 { await Task.yield() }
        #expect(record.values == ["did 0", "did 1", "did 2", "did 3"])
        pool.stop()
        pool.join()
    }

    @Test("a job that would wait for too long is refused, also while there are places")
    func tooLong() async {
        let gate = Gate()
        let record = Record()
        let pool = WorkerPool(
            .init(name: "t", threads: 1, queueMax: 100, waitMax: .seconds(3), expectedJobTime: .seconds(1)),
            clock: ManualClock()
        )
        #expect(pool.submit(record.job(0) { gate.pass() }) == .accepted)
        await gate.waitForArrivals(1)
        for index in 1...3 { #expect(pool.submit(record.job(index)) == .accepted) }
        #expect(pool.submit(record.job(4)) == .full(retryAfterMs: 4_000))
        #expect(pool.submit(record.job(5)) == .full(retryAfterMs: 5_000))
        gate.open()
        while record.values.count < 4 { await Task.yield() }
        #expect(pool.submit(record.job(6)) == .accepted, "the queue is empty again")
        pool.stop()
        pool.join()
    }

    @Test("a pool that stops finishes what it has begun, answers for what waits, and takes nothing more")
    func stop() async {
        let gate = Gate()
        let record = Record()
        let pool = WorkerPool(.init(name: "test", threads: 2, queueMax: 8))
        for index in 0..<2 { #expect(pool.submit(record.job(index) { gate.pass() }) == .accepted) }
        await gate.waitForArrivals(2)
        for index in 2..<5 { #expect(pool.submit(record.job(index)) == .accepted) }
        pool.stop()
        pool.stop()
        #expect(pool.submit(record.job(5)) == .stopped)
        gate.open()
        pool.join()
        pool.join()
        let expected = ["did 0", "did 1", "abandoned 2", "abandoned 3", "abandoned 4"]
        #expect(Set(record.values) == Set(expected))
        #expect(record.values.count == 5)
    }

    @Test("a pool that nobody holds any more stops by itself, and every job is answered")
    func forgotten() async {
        let record = Record()
        for round in 0..<20 {
            let pool = WorkerPool(.init(name: "test", threads: 2, queueMax: 100))
            for index in 0..<50 { #expect(pool.submit(record.job(round * 50 + index)) == .accepted) }
        }
        while record.values.count < 1_000 { await Task.yield() }
        #expect(record.values.count == 1_000)
    }

    @Test("many who submit at once lose no job", arguments: [1, 4])
    func many(threads: Int) async {
        let done = Guarded(0)
        let pool = WorkerPool(.init(name: "test", threads: threads, queueMax: 10_000))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 {
                        let job = WorkerPool.Job(perform: { done.withLock { $0 += 1 } }, abandon: {})
                        #expect(pool.submit(job) == .accepted)
                    }
                }
            }
        }
        while done.withLock({ $0 }) < 4_000 { await Task.yield() }
        pool.stop()
        pool.join()
        #expect(done.withLock { $0 } == 4_000)
    }

    @Test("the threads of a polite pool have a higher nice level, and all have the pool's name")
    func niceness() async {
        let seen = Guarded<(level: Int32, name: String)?>(nil)
        let pool = WorkerPool(.init(name: "polite", threads: 1, queueMax: 1, niceness: 3))
        let before = getpriority(Int32(PRIO_PROCESS.rawValue), 0)
        let job = WorkerPool.Job {
            let level = getpriority(Int32(PRIO_PROCESS.rawValue), 0)
            var name = [CChar](repeating: 0, count: 32)
            let file = unsafe open("/proc/thread-self/comm", O_RDONLY)
            _ = unsafe read(file, &name, 31)
            close(file)
            let text = String(decoding: name.prefix { $0 > 32 }.map { UInt8($0) }, as: UTF8.self)
            seen.withLock { $0 = (level, text) }
        } abandon: {
        }
        #expect(pool.submit(job) == .accepted)
        while seen.withLock({ $0 == nil }) { await Task.yield() }
        #expect(seen.withLock { $0?.level } == min(before + 3, 19))
        #expect(seen.withLock { $0?.name } == "polite")
        #expect(getpriority(Int32(PRIO_PROCESS.rawValue), 0) == before)
        pool.stop()
        pool.join()
    }

    @Test("the mean follows what jobs take, and those sent away come back one after the other")
    func estimate() {
        var estimate = WaitEstimate(expected: .milliseconds(25), threads: 2)
        #expect(estimate.wait(behind: 4) == .milliseconds(50))
        estimate.finished(after: .milliseconds(10))
        #expect(estimate.mean == .milliseconds(10))
        for _ in 0..<200 { estimate.finished(after: .milliseconds(20)) }
        #expect(estimate.mean > .milliseconds(19) && estimate.mean <= .milliseconds(20))
        var steady = WaitEstimate(expected: .milliseconds(20), threads: 1)
        let pauses = (0..<3).map { _ in steady.promise(behind: 100, at: .seconds(5)) }
        #expect(pauses == [.seconds(2), .milliseconds(2_020), .milliseconds(2_040)])
        // Time passes, and with it the places.
        #expect(steady.promise(behind: 100, at: .seconds(6)) == .seconds(2))
        for _ in 0..<10_000 { _ = steady.promise(behind: 100, at: .seconds(6)) }
        #expect(steady.promise(behind: 100, at: .seconds(6)) == .seconds(60))
    }
}
