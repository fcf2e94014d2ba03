// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
internal import GRDB
import Glibc

extension SQLiteDatabase {
    /// Copies the database as it is at one moment, while it is in use; readable by its owner only.
    ///
    /// The copy takes the place of what is at `target` when it is complete and durable, or not at all.
    public func backup(to target: String) throws(SQLiteStoreError) {
        let activity = "backing up to \(target)"
        let partial = target + ".partial"
        do {
            Self.remove(partial)
            try Self.makePrivateFile(at: partial)
            defer { Self.remove(partial) }
            try self.copy(to: partial)
            try Self.sync(partial)
            guard unsafe rename(partial, target) == 0 else { throw SystemFailure("rename") }
            try Self.sync(URL(fileURLWithPath: target).deletingLastPathComponent().path)
        } catch {
            throw SQLiteStoreError(error, while: activity)
        }
    }

    /// Removes what is left of a copy, and what SQLite kept beside it.
    private static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            try? FileManager.default.removeItem(atPath: path + suffix)
        }
    }

    /// One step under one read transaction: writers go on, and nothing that they write afterwards is in the copy.
    private func copy(to path: String) throws {
        let copy = try DatabaseQueue(path: path)
        try self.pool.backup(to: copy)
        // Taken over from the original, and asking for files beside it that a backup must not need.
        try copy.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    /// Has the kernel write a file, or the names in a folder, to the disk.
    private static func sync(_ path: String) throws {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure("open") }
        defer { _ = Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemFailure("fsync") }
    }
}
