// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// A value behind a lock, for what several threads share.
///
/// Stands in for `Synchronization.Mutex`, which on Linux hands a contended lock over inside the kernel: the thread
/// sanitizer cannot see that and reports races where there are none. It does see a pthread mutex.
@safe
public final class Guarded<Value: Sendable>: @unchecked Sendable {
    // @unchecked: `value` is touched only while the mutex is held; the pointer never changes.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    public init(_ value: Value) {
        self.value = value
        unsafe self.mutex = .allocate(capacity: 1)
        unsafe self.mutex.initialize(to: pthread_mutex_t())
        let result = unsafe pthread_mutex_init(self.mutex, nil)
        precondition(result == 0, "The system makes no mutex")
    }

    deinit {
        unsafe pthread_mutex_destroy(self.mutex)
        unsafe self.mutex.deallocate()
    }

    /// Runs `body` while no other thread is in here; keep it short, and never lock this value again inside.
    public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(self.mutex)
        defer { unsafe pthread_mutex_unlock(self.mutex) }
        return try body(&self.value)
    }
}
