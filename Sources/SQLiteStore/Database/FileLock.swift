// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// An exclusive `flock` on a file of its own; the system lifts it when the process ends, however that happens.
///
/// The lock does not sit on the database, because SQLite locks that one by itself and closing any descriptor of it
/// would drop SQLite's locks.
final class FileLock: Sendable {
    private let descriptor: CInt

    /// Takes the lock at once or not at all.
    ///
    /// - Throws: `.inUse` when another holds it, `.unreachable` when the file cannot be made.
    init(path: String) throws(SQLiteStoreError) {
        let activity = "locking \(path)"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteStoreError(.unreachable, while: activity, cause: SystemFailure("open"))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let failure = SystemFailure("flock")
            close(descriptor)
            let code: SQLiteStoreError.Code = failure.number == EWOULDBLOCK ? .inUse : .unreachable
            throw SQLiteStoreError(code, while: activity, cause: failure)
        }
        self.descriptor = descriptor
    }

    deinit {
        close(self.descriptor)
    }
}
