// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
import Foundation
internal import GRDB

/// The audit log: written at its end, read from anywhere.
enum AuditTable {
    typealias Digest = @Sendable ([UInt8]) -> [UInt8]

    /// Adds an entry inside the caller's transaction.
    static func append(
        _ event: AuditEvent,
        by actor: String,
        at now: Timestamp,
        digest: Digest,
        _ db: Database
    ) throws {
        let last = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1")
        )
        let sequence = (last.map { $0[0] as Int64 } ?? 0) + 1
        let previous = last.map { [UInt8]($0[1] as Data) } ?? []
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let details = String(decoding: try encoder.encode(event.details), as: UTF8.self)
        let bytes = AuditEntry.hashedBytes(
            previousHash: previous,
            sequence: sequence,
            at: now,
            texts: [actor, event.action, event.target, details]
        )
        try db.cachedStatement(
            sql: """
                INSERT INTO audit_log (sequence, at, actor, action, target, details, prev_hash, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            sequence, now.ms, actor, event.action, event.target, details, Data(previous), Data(digest(bytes)),
        ])
    }

    /// In the order of writing.
    static func entries(after sequence: Int64, limit: Int, _ db: Database) throws -> [AuditEntry] {
        let sql = """
            SELECT sequence, at, actor, action, target, details, prev_hash, hash
            FROM audit_log WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try Row.fetchAll(db, sql: sql, arguments: [sequence, limit]).map { row in
            AuditEntry(
                sequence: row[0],
                at: Timestamp(ms: row[1]),
                actor: row[2],
                action: row[3],
                target: row[4],
                details: row[5],
                previousHash: [UInt8](row[6] as Data),
                hash: [UInt8](row[7] as Data)
            )
        }
    }
}
