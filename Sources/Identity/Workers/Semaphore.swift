// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// Counts what waits for a thread; sole owner of one `sem_t`.
@safe
final class Semaphore: @unchecked Sendable {
    // @unchecked: the pointer never changes, and what it points to is made for many threads.
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe self.semaphore = .allocate(capacity: 1)
        unsafe self.semaphore.initialize(to: sem_t())
        let result = unsafe sem_init(self.semaphore, 0, 0)
        precondition(result == 0, "The system makes no semaphore")
    }

    deinit {
        unsafe sem_destroy(self.semaphore)
        unsafe self.semaphore.deallocate()
    }

    /// Lets one thread through.
    func signal() {
        let result = unsafe sem_post(self.semaphore)
        precondition(result == 0, "A semaphore counts further than any queue here is long")
    }

    /// Waits to be let through.
    func wait() {
        while unsafe sem_wait(self.semaphore) != 0 {
            precondition(errno == EINTR, "A semaphore waits unless a signal interrupts")
        }
    }
}
