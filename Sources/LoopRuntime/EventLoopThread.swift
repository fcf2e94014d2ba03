// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibev
import Glibc

// One turn of the loop: take what other threads have queued, run a bounded number of queued items, run a bounded
// number of due timers, poll the sockets; wait there only when nothing is left. So neither posts nor timers nor
// sockets starve one another, and whatever a socket's callback posts runs right after the poll.
//
// Order of stopping: hosts, timers, loop. The owner stops what lives on the loop, then calls `stop`: what is queued
// runs, the end hooks run (last registered first: a transport comes down before what it stands on), timers are
// forgotten, the thread ends.

/// One thread that owns one libev loop and runs the actors pinned to it.
///
/// It counts time from its making. Deadlines are rounded up to whole milliseconds: a timer may be late, never early.
/// The thread keeps the loop alive until ``stop()``. A pinned actor must hold its loop strongly.
public final class EventLoopThread: EventLoop, @unchecked Sendable {
    // @unchecked: `wheel`, `armedMs` and `iterations` are touched on the loop's thread only, which each entry checks;
    // the rest is immutable or behind a mutex.

    /// Items, and timers, that run between two polls at most.
    static let itemsPerTurnMax = 1_024

    /// How long a chain of posts may grow after ``stop()``: each link runs in a pass after the one that posted it.
    static let finalPassesMax = 1_024

    private enum Thread {
        /// Exits: `running` by ``start(name:)``.
        case idle
        /// Exits: `joined` by ``join()``, when the thread has ended.
        case running(pthread_t)
        /// No exits.
        case joined
    }

    private struct Hooks {
        var start: [@Sendable () -> Void] = []
        var end: [@Sendable () -> Void] = []
        var hasStarted = false
        var hasEnded = false
    }

    private let events = LibevLoop()
    private let queue: LoopQueue
    private let clock = LoopClock()
    private let thread = Guarded(Thread.idle)
    private let hooks = Guarded(Hooks())
    private var wheel = TimerWheel<@Sendable () -> Void>()
    /// The wheel's time for which libev's timer is set.
    private var armedMs: UInt64?
    private var iterations: UInt64 = 0

    /// Runs on this loop what tasks do outside of actors: `Task(executorPreference: loop.tasks)`.
    ///
    /// Holds what it needs of the loop strongly; after the loop has stopped its jobs are dropped.
    public let tasks: any TaskExecutor

    /// A loop that collects posts and runs them once it is started.
    ///
    /// - Precondition: The process has file descriptors left.
    public init() {
        self.queue = LoopQueue(waking: self.events)
        self.tasks = LoopTaskExecutor(queue: self.queue)
    }

    deinit {
        self.thread.withLock { thread in
            guard case .running(let id) = thread else { return }
            pthread_detach(id)  // Nobody has joined it; this may well be its own last act.
        }
    }

    // MARK: Executor

    public func enqueue(_ job: consuming ExecutorJob) {
        self.queue.add(.serialJob(UnownedJob(job)))
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    public func isIsolatingCurrentContext() -> Bool? { self.queue.isOnLoop }

    public func checkIsolated() {
        precondition(self.queue.isOnLoop, "Not on the loop's thread")
    }

    // MARK: Time and calls

    /// A fresh reading of the monotonic clock; callable from any thread.
    public var now: Duration { .nanoseconds(self.clock.elapsedNs) }

    public var wallClockMs: Int64 { LoopClock.wallMs }

    public func post(_ body: @escaping @Sendable () -> Void) {
        self.queue.add(.call(body))
    }

    public func schedule(after delay: Duration, _ body: @escaping @Sendable () -> Void) -> TimerID {
        self.checkIsolated()
        return self.wheel.schedule(atMs: (self.now + delay).millisecondsRoundedUp, body)
    }

    public func cancel(_ timer: TimerID) {
        self.checkIsolated()
        // The body dies here, after the wheel is whole again: what it captured may cancel timers in its `deinit`.
        _ = self.wheel.cancel(timer)
    }

    /// What the loop has done so far.
    ///
    /// - Precondition: Read on the loop, or while it has no thread: before ``start(name:)`` or after ``join()``.
    public var counters: LoopCounters {
        precondition(self.queue.isOnLoop || !self.queue.hasThread, "Counters are read on the loop")
        return LoopCounters(
            iterations: self.iterations,
            crossThreadHops: self.queue.crossThreadHops,
            wakeUps: self.events.wakeUps
        )
    }

    /// The `struct ev_loop *`, for a C library that adds its watchers to this loop.
    ///
    /// Touch it on the loop's thread only, from ``onStart(_:)`` to ``onEnd(_:)``; leave no watcher behind. It is valid
    /// while this object lives.
    @unsafe
    public var unsafeLibevLoop: UnsafeMutableRawPointer { unsafe self.events.pointer }

    // MARK: Life

    /// Runs `body` on the loop before anything posted, in the order of registration.
    ///
    /// Callable from any thread.
    ///
    /// - Precondition: The loop has not started.
    public func onStart(_ body: @escaping @Sendable () -> Void) {
        self.hooks.withLock { hooks in
            precondition(!hooks.hasStarted, "A start hook comes before the start")
            hooks.start.append(body)
        }
    }

    /// Runs `body` on the loop's thread when the loop ends, the last registered first.
    ///
    /// Callable from any thread. By then everything posted before ``stop()`` has run. What `body` posts still runs,
    /// what it schedules does not, and sockets are not polled again. After the end this does nothing.
    public func onEnd(_ body: @escaping @Sendable () -> Void) {
        self.hooks.withLock { if !$0.hasEnded { $0.end.append(body) } }
    }

    /// Starts the thread; from now on it keeps the loop alive until ``stop()``.
    ///
    /// A loop that was stopped before runs what is queued and ends.
    ///
    /// - Parameter name: For debuggers and `top`; the system cuts it to 15 bytes.
    /// - Precondition: Called once; the system can make another thread.
    public func start(name: String) {
        self.thread.withLock { thread in
            guard case .idle = thread else { preconditionFailure("A loop starts once") }
            let launch = unsafe Unmanaged.passRetained(Launch(loop: self, name: name))
            var id = pthread_t()
            let result = unsafe pthread_create(&id, nil, runLoop, launch.toOpaque())
            precondition(result == 0, "The system gives no thread for a loop")
            thread = .running(id)
        }
    }

    /// Has the loop run what is queued and end.
    ///
    /// Returns at once; callable from any thread, any number of times.
    ///
    /// What other threads post afterwards is dropped: stop actors and tasks of this loop first, because a task whose
    /// job is dropped waits for ever. What the loop itself posts while it ends still runs, unless a chain of such posts
    /// never ends.
    public func stop() {
        self.queue.close()
    }

    /// Waits until the thread has ended, which takes a ``stop()``; at once when it was never started.
    ///
    /// - Precondition: Not called on the loop.
    public func join() {
        precondition(!self.queue.isOnLoop, "A loop cannot wait for its own end")
        self.thread.withLock { thread in
            guard case .running(let id) = thread else { return }
            _ = pthread_join(id, nil)
            thread = .joined
        }
    }

    // MARK: The loop's thread

    fileprivate func run() {
        self.queue.enter()
        let startHooks = self.hooks.withLock { hooks in
            hooks.hasStarted = true
            defer { hooks.start = [] }
            return hooks.start
        }
        for hook in startHooks { hook() }
        while !self.queue.takeRemote() {
            self.runQueued(atMost: Self.itemsPerTurnMax)
            self.runTimers()
            self.poll()
        }
        self.end()
    }

    private func runQueued(atMost limit: Int) {
        for _ in 0..<limit {
            guard let item = self.queue.popFirst() else { return }
            switch item {
            case .call(let body): body()
            case .serialJob(let job): unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
            case .taskJob(let job): unsafe job.runSynchronously(on: self.tasks.asUnownedTaskExecutor())
            }
        }
    }

    private func runTimers() {
        guard let wakeMs = self.wheel.nextWakeMs else { return }
        let nowMs = self.clock.elapsedMs
        guard wakeMs <= nowMs else { return }
        for _ in 0..<Self.itemsPerTurnMax {
            guard let body = self.wheel.popDue(atMs: nowMs) else { return }
            body()
        }
    }

    private func poll() {
        let canWait = self.armTimer() && self.queue.fallAsleep()
        self.iterations += 1
        self.events.poll(canWait: canWait)
    }

    /// Sets libev's timer for the wheel's next moment; false when that has come already.
    private func armTimer() -> Bool {
        guard let wakeMs = self.wheel.nextWakeMs else {
            if self.armedMs != nil { self.events.disarmTimer() }
            self.armedMs = nil
            return true
        }
        // A timer that has fired a moment early, by libev's clock, is set again.
        guard wakeMs != self.armedMs || !self.events.isTimerArmed else { return true }
        let leftNs = Int128(wakeMs) * 1_000_000 - Int128(self.clock.elapsedNs)
        guard leftNs > 0 else { return false }
        self.events.armTimer(seconds: Double(leftNs) / 1e9)
        self.armedMs = wakeMs
        return true
    }

    private func end() {
        self.runFinalPasses()
        while let hook = self.nextEndHook() { hook() }
        self.runFinalPasses()
        self.events.disarmTimer()
        // The bodies die after the wheel is whole again, while this still is the loop's thread.
        let forgotten = exchange(&self.wheel, with: TimerWheel())
        _ = consume forgotten
        self.queue.leave()
    }

    private func nextEndHook() -> (@Sendable () -> Void)? {
        self.hooks.withLock { hooks in
            hooks.hasEnded = hooks.end.isEmpty
            return hooks.end.popLast()
        }
    }

    private func runFinalPasses() {
        for _ in 0..<Self.finalPassesMax where !self.queue.isEmpty {
            self.runQueued(atMost: self.queue.count)
        }
    }
}

/// What a new thread needs to know.
private final class Launch: Sendable {
    let loop: EventLoopThread
    let name: String

    init(loop: EventLoopThread, name: String) {
        self.loop = loop
        self.name = name
    }
}

private func runLoop(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument = unsafe argument else { return nil }
    let launch = unsafe Unmanaged<Launch>.fromOpaque(argument).takeRetainedValue()
    unsafe launch.name.withCString { unsafe shim_name_thread($0) }
    launch.loop.run()
    return nil
}

extension Duration {
    /// Whole milliseconds, rounded up; zero for what is negative.
    fileprivate var millisecondsRoundedUp: UInt64 {
        let attoseconds = self.attoseconds
        guard attoseconds > 0 else { return 0 }
        return UInt64(clamping: (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
