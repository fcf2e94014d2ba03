// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// A value behind a lock whose changes a thread can wait for.
///
/// Waits are timed by the monotonic clock: a wall clock that is set back must not prolong them, so Foundation's
/// condition, which knows wall time only, will not do.
@safe
public final class Monitor<Value: Sendable>: @unchecked Sendable {
    // @unchecked: `value` is touched only while the mutex is held; the pointers never change.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        unsafe self.mutex = .allocate(capacity: 1)
        unsafe self.mutex.initialize(to: pthread_mutex_t())
        unsafe self.condition = .allocate(capacity: 1)
        unsafe self.condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        let results = unsafe (pthread_mutex_init(self.mutex, nil), pthread_cond_init(self.condition, &attributes))
        precondition(results == (0, 0), "The system makes no mutex or no condition")
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(self.condition)
        unsafe pthread_mutex_destroy(self.mutex)
        unsafe self.condition.deallocate()
        unsafe self.mutex.deallocate()
    }

    /// Runs `body` alone and has every waiter look again; keep it short, and never enter the same monitor inside.
    public func change<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(self.mutex)
        defer {
            unsafe pthread_cond_broadcast(self.condition)
            unsafe pthread_mutex_unlock(self.mutex)
        }
        return body(&self.value)
    }

    /// Waits until `body` gives something.
    public func wait<Result>(for body: (inout Value) -> Result?) -> Result {
        unsafe pthread_mutex_lock(self.mutex)
        defer { unsafe pthread_mutex_unlock(self.mutex) }
        while true {
            if let result = body(&self.value) { return result }
            unsafe pthread_cond_wait(self.condition, self.mutex)
        }
    }

    /// Waits until `body` is true, or until `limit` has passed.
    public func wait(atMost limit: Duration, until body: (Value) -> Bool) {
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
        let (seconds, attoseconds) = limit.components
        let nanoseconds = deadline.tv_nsec + Int(attoseconds / 1_000_000_000)
        deadline.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        unsafe pthread_mutex_lock(self.mutex)
        defer { unsafe pthread_mutex_unlock(self.mutex) }
        while !body(self.value) {
            guard unsafe pthread_cond_timedwait(self.condition, self.mutex, &deadline) == 0 else { return }
        }
    }
}
