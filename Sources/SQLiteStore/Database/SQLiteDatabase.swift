// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
internal import GRDB
import Glibc
internal import LoopRuntime

/// The one database file of a node, opened by one process at a time.
///
/// WAL with `synchronous=FULL`: a commit that has returned survives a loss of power. The file, and what SQLite keeps
/// beside it, can be read by its owner only. An exclusive lock on `<file>.lock` is held until ``close()`` or the end of
/// the process.
public final class SQLiteDatabase: Sendable {
    /// The schema version that this program writes.
    public static var schemaVersion: Int { Schema.version }

    /// How long a call waits for another process that has locked the file against all rules (a shell, a file copier).
    static let busyTimeoutSeconds: TimeInterval = 5
    /// Threads that read at the same time; each has a connection of its own.
    static let readersMax = 4
    /// Pages of the write-ahead log after which a commit also writes them back into the file.
    ///
    /// Four times the usual: the last page of each busy room is in the log many times and goes back once.
    static let checkpointPages = 4_000
    /// What the write-ahead log is cut back to once a large transaction has made it long.
    static let walBytesKept = 64 << 20

    /// Absolute, with symbolic links resolved.
    public let path: String
    let pool: DatabasePool
    private let lock: Guarded<FileLock?>

    /// Opens the database at `path`, makes it when there is none, and brings it to today's schema.
    ///
    /// - Throws: `.inUse`, `.newerVersion`, `.foreign` and `.corrupt` leave the file as it was.
    public init(path: String) throws(SQLiteStoreError) {
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let lock = try FileLock(path: path + ".lock")
        try Self.makePrivateFile(at: path)
        self.path = path
        self.lock = Guarded(lock)
        do {
            try Self.checkHeader(ofFileAt: path)
            self.pool = try Self.makePool(path: path)
            try Schema.migrator.migrate(self.pool)
        } catch {
            throw SQLiteStoreError(error, while: "opening the database \(path)")
        }
    }

    /// Writes the log back into the file and gives the lock up; every later call fails.
    ///
    /// Stop the stores on this database first.
    public func close() {
        // A connection that is still in use stays open until its call ends; the file is whole either way.
        try? self.pool.close()
        self.lock.withLock { $0 = nil }
    }

    /// What `PRAGMA integrity_check` finds wrong; empty for a sound file.
    ///
    /// Reads the whole file.
    public func integrityProblems() throws(SQLiteStoreError) -> [String] {
        try self.read(while: "checking the database") { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        }
    }

    // MARK: For the stores

    /// Runs `body` in one transaction that is durable when this returns; blocks.
    func write<Result>(while activity: String, _ body: (Database) throws -> Result) throws(SQLiteStoreError) -> Result {
        do {
            return try self.pool.write(body)
        } catch {
            throw SQLiteStoreError(error, while: activity)
        }
    }

    /// Runs `body` on one unchanging view of the database; blocks.
    func read<Result>(while activity: String, _ body: (Database) throws -> Result) throws(SQLiteStoreError) -> Result {
        do {
            return try self.pool.read(body)
        } catch {
            throw SQLiteStoreError(error, while: activity)
        }
    }

    // MARK: Opening

    /// SQLite gives its own files the mode of the database, so it must be right before SQLite first sees it.
    static func makePrivateFile(at path: String) throws(SQLiteStoreError) {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteStoreError(.unreachable, while: "making \(path)", cause: SystemFailure("open"))
        }
        defer { _ = Glibc.close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else {
            throw SQLiteStoreError(.unreachable, while: "protecting \(path)", cause: SystemFailure("fchmod"))
        }
    }

    /// Looks before anything is written, because opening a file for WAL already changes it.
    private static func checkHeader(ofFileAt path: String) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let (application, version, tables) = try queue.read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            )
        }
        try queue.close()
        guard application == Schema.applicationID || tables == 0 else {
            throw SQLiteStoreError(.foreign, while: "opening the database \(path)", cause: ForeignFile(id: application))
        }
        guard version <= Schema.version else {
            let code = SQLiteStoreError.Code.newerVersion(found: version, known: Schema.version)
            throw SQLiteStoreError(code, while: "opening the database \(path)", cause: SchemaTooNew(version: version))
        }
    }

    private static func makePool(path: String) throws -> DatabasePool {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
        configuration.maximumReaderCount = Self.readersMax
        configuration.label = "SQLiteStore"
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
            // GRDB sets NORMAL for WAL, which may lose the last commits with the power.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.checkpointPages)")
            try db.execute(sql: "PRAGMA journal_size_limit = \(Self.walBytesKept)")
        }
        return pool
    }
}

/// The file belongs to another program.
private struct ForeignFile: Error, CustomStringConvertible {
    let id: Int

    var description: String { "its application_id is \(self.id)" }
}

/// The file was written by a later version of this program.
private struct SchemaTooNew: Error, CustomStringConvertible {
    let version: Int

    var description: String { "its schema version is \(self.version)" }
}
