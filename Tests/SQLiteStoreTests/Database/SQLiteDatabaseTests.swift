// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite("The database")
struct SQLiteDatabaseTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        self.folder = try TemporaryFolder()
        self.path = self.folder.file("plenary.db")
    }

    /// Opens the file past our locks, as a shell would.
    private func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: self.path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func codeOfOpening() -> SQLiteStoreError.Code? {
        do {
            try SQLiteDatabase(path: self.path).close()
            return nil
        } catch { return error.code }
    }

    @Test("is made with today's schema, and opens again as it was")
    func migrations() throws {
        for _ in 0..<3 {
            let database = try SQLiteDatabase(path: self.path)
            let (version, migrations) = try database.read(while: "testing") { db in
                (
                    try Int.fetchOne(db, sql: "PRAGMA user_version"),
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM grdb_migrations")
                )
            }
            #expect(version == SQLiteDatabase.schemaVersion)
            #expect(migrations == SQLiteDatabase.schemaVersion)
            #expect(try database.integrityProblems() == [])
            database.close()
        }
    }

    @Test("commits survive a loss of power, foreign keys are enforced, the log is a write-ahead log")
    func pragmas() throws {
        let database = try SQLiteDatabase(path: self.path)
        defer { database.close() }
        let values = try database.pool.writeWithoutTransaction { db in
            [
                try String.fetchOne(db, sql: "PRAGMA journal_mode"), try String.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA foreign_keys"),
                try String.fetchOne(db, sql: "PRAGMA busy_timeout"),
            ]
        }
        #expect(values == ["wal", "2", "1", "5000"])
    }

    @Test("only its owner can read the files")
    func modes() throws {
        let open: [FileAttributeKey: Any] = [.posixPermissions: 0o644]
        #expect(FileManager.default.createFile(atPath: self.path, contents: nil, attributes: open))
        let database = try SQLiteDatabase(path: self.path)
        defer { database.close() }
        for name in ["plenary.db", "plenary.db-wal", "plenary.db-shm", "plenary.db.lock"] {
            #expect(try self.folder.mode(of: name) == 0o600, "\(name)")
        }
    }

    @Test("opens for one owner at a time, by whatever name")
    func lock() throws {
        let database = try SQLiteDatabase(path: self.path)
        #expect(self.codeOfOpening() == .inUse)
        let link = self.folder.file("link.db")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: self.path)
        let error = #expect(throws: SQLiteStoreError.self) { try SQLiteDatabase(path: link) }
        #expect(error?.code == .inUse)
        database.close()
        #expect(self.codeOfOpening() == nil)
    }

    @Test("of a newer version is refused by number and left as it was")
    func newerVersion() throws {
        try SQLiteDatabase(path: self.path).close()
        try self.tamper("PRAGMA user_version = 99")
        #expect(self.codeOfOpening() == .newerVersion(found: 99, known: SQLiteDatabase.schemaVersion))
        try self.tamper("PRAGMA user_version = \(SQLiteDatabase.schemaVersion)")
        #expect(self.codeOfOpening() == nil)
    }

    @Test("of another program is refused and left as it was")
    func foreignFile() throws {
        try self.tamper("CREATE TABLE theirs (id INTEGER)")
        let before = try Data(contentsOf: URL(fileURLWithPath: self.path))
        #expect(self.codeOfOpening() == .foreign)
        #expect(try Data(contentsOf: URL(fileURLWithPath: self.path)) == before)
    }

    @Test("that is no database any more is called corrupt")
    func corruptFile() throws {
        try Data(repeating: 0x5A, count: 8_192).write(to: URL(fileURLWithPath: self.path))
        #expect(self.codeOfOpening() == .corrupt)
    }

    @Test("in a folder that does not exist is unreachable, with the reason in the error")
    func missingFolder() throws {
        let error = #expect(throws: SQLiteStoreError.self) {
            try SQLiteDatabase(path: self.folder.file("nowhere/plenary.db"))
        }
        #expect(error?.code == .unreachable)
        #expect(error?.description.contains("errno 2") == true)
    }
}
