// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import DirectoryCore
import Foundation
internal import GRDB

// Every administrative change writes its line of the audit log in its own transaction: `change` takes the line as part
// of the result, so there is no way to forget it, and a change that fails leaves none.

/// Organisation, accounts, roles, refresh tokens and the audit log of a node, in its database.
///
/// Every call blocks, so it is made on a worker thread and never on a loop. Who may make which change is the caller's
/// to ask of ``Authorization``; what a change may make of the directory is decided here, by the rules of DirectoryCore.
public final class SQLiteDirectory: Sendable {
    let database: SQLiteDatabase
    private let digest: @Sendable ([UInt8]) -> [UInt8]
    private let readName: @Sendable (String) -> String
    private let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - digest: Chains the entries of the audit log; SHA-256, and never another once there are entries.
    ///   - readName: The reading of a name as words, for names without one of their own.
    ///   - clock: UTC; nil for the system's.
    public init(
        database: SQLiteDatabase,
        digest: @escaping @Sendable ([UInt8]) -> [UInt8],
        readName: @escaping @Sendable (String) -> String = Romanization.reading,
        clock: (@Sendable () -> Timestamp)? = nil
    ) {
        self.database = database
        self.digest = digest
        self.readName = readName
        self.clock = clock ?? { Timestamp(ms: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down))) }
    }

    var now: Timestamp { self.clock() }

    func reading(of details: AccountDetails) -> NameReading {
        let reading = details.reading ?? self.readName(details.displayName)
        return NameReading(reading: reading, name: details.displayName)
    }

    // MARK: Transactions

    /// Makes one change and writes its line of the audit log, both or neither.
    func change<Result>(
        _ activity: String,
        by actor: AuditActor,
        _ body: (Database) throws -> (Result, AuditEvent)
    ) throws(DirectoryError) -> Result {
        try self.changeTogether(activity, by: actor) { db in
            let (result, event) = try body(db)
            return (result, [event])
        }
    }

    /// Makes changes that belong together and writes their lines of the audit log, all or nothing.
    func changeTogether<Result>(
        _ activity: String,
        by actor: AuditActor,
        _ body: (Database) throws -> (Result, [AuditEvent])
    ) throws(DirectoryError) -> Result {
        do {
            return try self.database.pool.write { db in
                let (result, events) = try body(db)
                for event in events {
                    try AuditTable.append(event, by: actor.description, at: self.now, digest: self.digest, db)
                }
                return result
            }
        } catch let refusal as DirectoryRefusal {
            throw .refused(refusal)
        } catch {
            throw .failed(SQLiteStoreError(error, while: activity))
        }
    }

    /// The details as they will be kept.
    func checked(_ details: AccountDetails) throws(DirectoryError) -> AccountDetails {
        do {
            return try details.checked()
        } catch {
            throw .refused(error)
        }
    }

    // MARK: The audit log

    /// Writes a line about what happened elsewhere, such as a sign-in; durable when this returns.
    public func audit(_ event: AuditEvent, by actor: AuditActor) throws(SQLiteStoreError) {
        try self.database.write(while: "writing the audit log") { db in
            try AuditTable.append(event, by: actor.description, at: self.now, digest: self.digest, db)
        }
    }

    /// Entries in the order of writing, the first after `sequence`.
    public func auditEntries(after sequence: Int64 = 0, limit: Int = 1_000) throws(SQLiteStoreError) -> [AuditEntry] {
        try self.database.read(while: "reading the audit log") { db in
            try AuditTable.entries(after: sequence, limit: limit, db)
        }
    }

    /// The sequence number of the first entry that is missing, changed or out of its chain; nil when all are right.
    ///
    /// An end that was cut off shows only to who remembers the last hash.
    public func firstBrokenAuditEntry() throws(SQLiteStoreError) -> Int64? {
        var (sequence, hash): (Int64, [UInt8]) = (0, [])
        while true {
            let entries = try self.auditEntries(after: sequence)
            for entry in entries {
                guard entry.sequence == sequence + 1, entry.previousHash == hash else { return sequence + 1 }
                guard self.digest(entry.hashedBytes) == entry.hash else { return entry.sequence }
                (sequence, hash) = (entry.sequence, entry.hash)
            }
            guard !entries.isEmpty else { return nil }
        }
    }

    // MARK: Settings

    /// A value kept by ``setMeta(_:to:)``.
    public func meta(_ key: String) throws(SQLiteStoreError) -> String? {
        try self.database.read(while: "reading \(key)") { db in
            try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key])
        }
    }

    /// Keeps a value of the server's own, such as the number of its node; nil forgets it.
    ///
    /// Not audited: it changes nothing that an administrator answers for.
    public func setMeta(_ key: String, to value: String?) throws(SQLiteStoreError) {
        try self.database.write(while: "keeping \(key)") { db in
            try db.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [key])
            guard let value else { return }
            try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
        }
    }
}
