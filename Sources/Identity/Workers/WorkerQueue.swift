// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime

/// What the threads of a ``WorkerPool`` share with those who submit.
final class WorkerQueue: Sendable {
    private struct State {
        /// A ring as long as the queue may grow.
        var jobs: [WorkerPool.Job?]
        var head = 0
        var waiting = 0
        var running = 0
        var isStopped = false
        var estimate: WaitEstimate
    }

    enum Next {
        case perform(WorkerPool.Job)
        /// The pool has stopped: the job is not begun any more.
        case abandon(WorkerPool.Job)
        case end
    }

    private let state: Guarded<State>
    private let waitMax: Duration?
    private let semaphore = Semaphore()
    private let clock: any IdentityClock

    init(capacity: Int, waitMax: Duration?, estimate: WaitEstimate, clock: any IdentityClock) {
        self.waitMax = waitMax
        self.state = Guarded(State(jobs: Array(repeating: nil, count: capacity), estimate: estimate))
        self.clock = clock
    }

    func add(_ job: WorkerPool.Job) -> WorkerPool.Admission {
        let now = self.clock.elapsed
        let admission: WorkerPool.Admission = self.state.withLock { state in
            guard !state.isStopped else { return .stopped }
            let before = state.waiting + state.running
            let isSoon = self.waitMax.map { state.estimate.wait(behind: before) <= $0 } ?? true
            // Somebody is always served, however long one job takes.
            guard state.waiting < state.jobs.count, isSoon || state.waiting == 0 else {
                let wait = state.estimate.promise(behind: before, at: now)
                return .full(retryAfterMs: max(wait.millisecondsRoundedUp, 1))
            }
            state.jobs[(state.head + state.waiting) % state.jobs.count] = job
            state.waiting += 1
            return .accepted
        }
        if case .accepted = admission { self.semaphore.signal() }
        return admission
    }

    /// Waits for something to do; a thread that has done it says so with ``finished(after:)``.
    func next() -> Next {
        self.semaphore.wait()
        return self.state.withLock { state in
            guard state.waiting > 0, let job = state.jobs[state.head].take() else { return .end }
            state.head = (state.head + 1) % state.jobs.count
            state.waiting -= 1
            guard !state.isStopped else { return .abandon(job) }
            state.running += 1
            return .perform(job)
        }
    }

    func finished(after time: Duration) {
        self.state.withLock { state in
            state.running -= 1
            state.estimate.finished(after: time)
        }
    }

    /// Lets each of `threads` end once nothing waits.
    func stop(threads: Int) {
        let isFirst = self.state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        for _ in 0..<threads { self.semaphore.signal() }
    }

    var wait: Duration {
        self.state.withLock { $0.estimate.wait(behind: $0.waiting + $0.running) }
    }
}
