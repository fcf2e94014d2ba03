// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
import Synchronization

/// Something that runs once on a loop.
enum LoopItem: Sendable {
    /// A job of an actor that is pinned to the loop.
    case serialJob(UnownedJob)
    /// A job of a task that prefers the loop's task executor.
    case taskJob(UnownedJob)
    case call(@Sendable () -> Void)
}

/// What waits to run on one loop, and whose thread that is.
///
/// The loop's own thread appends to `local` without a lock. Everybody else appends to `remote` and wakes the loop only
/// when it sleeps: the flag and the items share one lock, so a wake-up is neither lost nor sent twice.
final class LoopQueue: @unchecked Sendable {
    // @unchecked: `local`, `taken` and `crossThreadHops` are touched on the loop's thread only, between `enter` and
    // `leave`; the thread is an atomic and the rest is behind the mutex.
    private struct Remote {
        var items: [LoopItem] = []
        var isAsleep = false
        var isClosed = false
    }

    private let remote = Guarded(Remote())
    /// The `pthread_self` of the loop's thread, zero while there is none.
    private let thread = Atomic<UInt>(0)
    private let events: LibevLoop
    private var local = RingQueue<LoopItem>()
    private var taken: [LoopItem] = []
    private(set) var crossThreadHops: UInt64 = 0

    init(waking events: LibevLoop) {
        self.events = events
    }

    // MARK: Any thread

    var isOnLoop: Bool { self.thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    /// Whether a thread runs the loop; after a false, what that thread wrote can be read.
    var hasThread: Bool { self.thread.load(ordering: .acquiring) != 0 }

    /// Queues `item`; drops it when it comes from another thread after ``close()``.
    func add(_ item: LoopItem) {
        if self.isOnLoop {
            self.local.append(item)
            return
        }
        let mustWake = self.remote.withLock { remote in
            guard !remote.isClosed else { return false }
            remote.items.append(item)
            defer { remote.isAsleep = false }
            return remote.isAsleep
        }
        if mustWake { self.events.wake() }
    }

    /// Accepts nothing more from other threads, and has the loop notice.
    func close() {
        let mustWake = self.remote.withLock { remote in
            remote.isClosed = true
            defer { remote.isAsleep = false }
            return remote.isAsleep
        }
        if mustWake { self.events.wake() }
    }

    // MARK: The loop's thread

    /// Makes the calling thread the loop's.
    func enter() {
        self.thread.store(UInt(pthread_self()), ordering: .relaxed)
    }

    /// Ends what ``enter()`` began; what is still queued is forgotten.
    func leave() {
        while self.local.popFirst() != nil {}
        self.thread.store(0, ordering: .releasing)
    }

    var isEmpty: Bool { self.local.isEmpty }

    var count: Int { self.local.count }

    func popFirst() -> LoopItem? { self.local.popFirst() }

    /// Puts what other threads have queued behind what is queued here.
    ///
    /// - Returns: Whether the queue is closed; then nothing more will come from other threads.
    func takeRemote() -> Bool {
        let isClosed = self.remote.withLock { remote in
            remote.isAsleep = false
            swap(&remote.items, &self.taken)
            return remote.isClosed
        }
        self.crossThreadHops += UInt64(self.taken.count)
        for item in self.taken { self.local.append(item) }
        self.taken.removeAll(keepingCapacity: true)
        return isClosed
    }

    /// Says that the loop is about to wait, unless there is something to do.
    func fallAsleep() -> Bool {
        guard self.local.isEmpty else { return false }
        return self.remote.withLock { remote in
            remote.isAsleep = remote.items.isEmpty && !remote.isClosed
            return remote.isAsleep
        }
    }
}
