// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
internal import LoopRuntime

/// Threads for what blocks, behind one bounded queue.
///
/// A full queue refuses at once and says when to come back; nothing that was accepted is forgotten.
public final class WorkerPool: Sendable {
    /// One thing to do: exactly one of the two closures is called, once, on a thread of the pool.
    public struct Job: Sendable {
        let perform: @Sendable () -> Void
        let abandon: @Sendable () -> Void

        /// - Parameters:
        ///   - perform: Does it.
        ///   - abandon: Answers whoever waits, at once, because the pool has stopped before it came to this job.
        public init(perform: @escaping @Sendable () -> Void, abandon: @escaping @Sendable () -> Void) {
            self.perform = perform
            self.abandon = abandon
        }
    }

    /// How a submission ended; unless accepted, neither closure of the job is called.
    public enum Admission: Sendable, Equatable {
        case accepted
        /// As many wait as may, or as long; by the measured speed there is room in `retryAfterMs`, at least 1.
        case full(retryAfterMs: UInt64)
        case stopped
    }

    /// What a pool is made of.
    public struct Configuration: Sendable {
        /// For debuggers and `top`; the system cuts it to 15 bytes.
        public var name: String
        /// From 1.
        public var threads: Int
        /// Jobs that may wait, from 1; those that are being done are beside them.
        public var queueMax: Int
        /// No job is accepted that would wait longer, by the measured time of jobs; nil: however long it takes.
        public var waitMax: Duration?
        /// Added to the threads' nice level: 10 lets loops go first, zero changes nothing.
        public var niceness: Int32
        /// What a job is believed to take until one has been measured.
        public var expectedJobTime: Duration

        public init(
            name: String,
            threads: Int,
            queueMax: Int,
            waitMax: Duration? = nil,
            niceness: Int32 = 0,
            expectedJobTime: Duration = .milliseconds(1)
        ) {
            self.name = name
            self.threads = threads
            self.queueMax = queueMax
            self.waitMax = waitMax
            self.niceness = niceness
            self.expectedJobTime = expectedJobTime
        }

        /// For password hashes: a thread for every two processors, behind the loops in priority.
        ///
        /// Whoever shows a password gives up after some ten seconds: a hash that is made later is made for nobody.
        public static var passwords: Configuration {
            let processors = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)
            return Configuration(
                name: "passwords",
                threads: max(Int(processors) / 2, 1),
                queueMax: 512,
                waitMax: .seconds(5),
                niceness: 10,
                expectedJobTime: .milliseconds(25)
            )
        }

        /// For tokens and lookups, so that a storm of passwords never delays them.
        public static var tokens: Configuration {
            Configuration(name: "tokens", threads: 1, queueMax: 16_384, expectedJobTime: .microseconds(250))
        }
    }

    private let queue: WorkerQueue
    /// Emptied by the one who joins.
    private let threads: Guarded<[pthread_t]>
    private let threadCount: Int

    /// Starts the threads.
    ///
    /// - Precondition: The configuration is within its ranges; the system can make that many threads.
    public init(_ configuration: Configuration, clock: any IdentityClock = SystemClock()) {
        precondition(configuration.threads > 0 && configuration.queueMax > 0, "A pool has threads and a queue")
        let estimate = WaitEstimate(expected: configuration.expectedJobTime, threads: configuration.threads)
        let queue = WorkerQueue(
            capacity: configuration.queueMax,
            waitMax: configuration.waitMax,
            estimate: estimate,
            clock: clock
        )
        self.queue = queue
        self.threadCount = configuration.threads
        self.threads = Guarded(
            (0..<configuration.threads).map { _ in
                startWorker(Worker(queue, name: configuration.name, niceness: configuration.niceness, clock: clock))
            }
        )
    }

    deinit {
        self.stop()
        self.threads.withLock { threads in
            for thread in threads { pthread_detach(thread) }
        }
    }

    /// Queues a job; callable from any thread.
    public func submit(_ job: Job) -> Admission { self.queue.add(job) }

    /// How long a job submitted now would wait for its turn, by the measured time of jobs.
    public var expectedWait: Duration { self.queue.wait }

    /// Takes no more jobs: those being done finish, those that wait are abandoned.
    ///
    /// Returns at once; callable from any thread, any number of times.
    public func stop() { self.queue.stop(threads: self.threadCount) }

    /// Waits until every accepted job has been answered and the threads have ended, which takes a ``stop()``.
    ///
    /// - Precondition: Not called from a job.
    public func join() {
        let threads = self.threads.withLock { exchange(&$0, with: []) }
        for thread in threads {
            precondition(pthread_equal(thread, pthread_self()) == 0, "A job cannot wait for its own end")
            pthread_join(thread, nil)
        }
    }
}

/// What a thread of a pool does.
private final class Worker: Sendable {
    private let queue: WorkerQueue
    private let name: String
    private let niceness: Int32
    private let clock: any IdentityClock

    init(_ queue: WorkerQueue, name: String, niceness: Int32, clock: any IdentityClock) {
        self.queue = queue
        self.name = name
        self.niceness = niceness
        self.clock = clock
    }

    func run() {
        self.prepareThread()
        while true {
            switch self.queue.next() {
            case .perform(let job):
                let start = self.clock.elapsed
                job.perform()
                self.queue.finished(after: self.clock.elapsed - start)
            case .abandon(let job): job.abandon()
            case .end: return
            }
        }
    }

    private func prepareThread() {
        // A thread's name is written where the system shows it: the calls for it are variadic or hidden from Swift.
        let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        if file >= 0 {
            let name = Array(self.name.utf8)
            _ = unsafe write(file, name, name.count)
            close(file)
        }
        // On Linux the nice level belongs to the thread; a system that refuses it only makes us less polite.
        let thread = Int32(PRIO_PROCESS.rawValue)
        if self.niceness != 0 { _ = setpriority(thread, 0, getpriority(thread, 0) + self.niceness) }
    }
}

private func startWorker(_ worker: Worker) -> pthread_t {
    let context = unsafe Unmanaged.passRetained(worker)
    var id = pthread_t()
    let result = unsafe pthread_create(&id, nil, runWorker, context.toOpaque())
    precondition(result == 0, "The system gives no thread for a pool")
    return id
}

private func runWorker(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let worker = unsafe Unmanaged<Worker>.fromOpaque(argument).takeRetainedValue()
    worker.run()
    return nil
}
