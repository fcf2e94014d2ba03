// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import LoopRuntime

/// An event loop whose time and turns come from its world; usable as the executor of pinned actors.
public final class SimulatedLoop: EventLoop {
    private enum Item {
        case call(@Sendable () -> Void)
        case job(UnownedJob)
    }

    private struct State {
        var queue = FIFOQueue<Item>()
        var timersCount = 0
        var isDead = false
    }

    public let world: SimulatedWorld
    let lane: Int
    private let bornUs: Int64
    private let state = Confined(State())

    init(world: SimulatedWorld, lane: Int, bornUs: Int64) {
        self.world = world
        self.lane = lane
        self.bornUs = bornUs
    }

    // MARK: Executor

    public func enqueue(_ job: consuming ExecutorJob) {
        guard !self.isDead else { return }
        self.state.value.queue.append(.job(UnownedJob(job)))
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }

    public func isIsolatingCurrentContext() -> Bool? { self.world.running === self }

    public func checkIsolated() {
        precondition(self.world.running === self, "Not on the simulated loop")
    }

    // MARK: Time and calls

    public var now: Duration { self.world.now - .microseconds(self.bornUs) }

    public var wallClockMs: Int64 { self.world.wallClockMs }

    public func post(_ body: @escaping @Sendable () -> Void) {
        guard !self.isDead else { return }
        self.state.value.queue.append(.call(body))
    }

    public func schedule(after delay: Duration, _ body: @escaping @Sendable () -> Void) -> TimerID {
        self.checkIsolated()
        return self.arrange(after: delay + self.world.drawLateness(), body)
    }

    public func cancel(_ timer: TimerID) {
        self.checkIsolated()
        self.world.cancel(timer)
    }

    // MARK: For the world and its ports

    /// Timers that have neither fired nor been cancelled.
    public var pendingTimers: Int { self.state.value.timersCount }

    /// Whether the node of this loop has crashed.
    public var isDead: Bool { self.state.value.isDead }

    var hasQueued: Bool { !self.state.value.queue.isEmpty }

    /// Has `body` run here at a moment that something outside the loop decides: a socket, a store, another loop.
    @discardableResult
    func arrange(after delay: Duration, _ body: @escaping @Sendable () -> Void) -> TimerID {
        guard !self.isDead else { return TimerID(0) }
        self.state.value.timersCount += 1
        return TimerID(self.world.insertTimer(after: delay, lane: self.lane, body))
    }

    /// Runs `body` as if it were an item of this loop; for setting up and looking into what is pinned here.
    public func perform<Result>(_ body: () -> Result) -> Result {
        self.world.perform(on: self, body)
    }

    /// The node crashes: nothing queued or timed ever runs.
    public func die() {
        self.state.value.isDead = true
        self.state.value.queue.removeAll()
        self.state.value.timersCount = 0
    }

    func timerGone() {
        self.state.value.timersCount -= 1
    }

    func runOne() {
        guard let item = self.state.value.queue.popFirst() else { return }
        switch item {
        case .call(let body): body()
        case .job(let job): unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
        }
    }
}
