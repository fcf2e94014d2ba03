// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
internal import DirectoryCore
import Foundation
internal import GRDB

extension SQLiteDirectory: RefreshTokenStore {
    public func insert(_ record: RefreshTokenRecord) throws(StoreFailure) {
        try self.write(while: "keeping a refresh token") { db in try Self.insert(record, db) }
    }

    public func record(withDigest digest: [UInt8]) throws(StoreFailure) -> RefreshTokenRecord? {
        do {
            return try self.database.read(while: "looking a refresh token up") { db in
                let statement = try db.cachedStatement(
                    sql: """
                        SELECT family, account, issued_at, expires_at, is_spent FROM refresh_tokens WHERE digest = ?
                        """
                )
                return try Row.fetchOne(statement, arguments: [Data(digest)]).map { row in
                    RefreshTokenRecord(
                        digest: digest,
                        family: [UInt8](row[0] as Data),
                        account: UInt64(row[1] as Int64),
                        issuedAt: Timestamp(ms: row[2]),
                        expiresAt: Timestamp(ms: row[3]),
                        isSpent: row[4]
                    )
                }
            }
        } catch {
            throw error.storeFailure
        }
    }

    public func exchange(digest: [UInt8], for successor: RefreshTokenRecord) throws(StoreFailure) -> Bool {
        try self.write(while: "exchanging a refresh token") { db in
            try db.cachedStatement(sql: "UPDATE refresh_tokens SET is_spent = 1 WHERE digest = ? AND is_spent = 0")
                .execute(arguments: [Data(digest)])
            guard db.changesCount == 1 else { return false }
            try Self.insert(successor, db)
            return true
        }
    }

    public func revoke(family: [UInt8]) throws(StoreFailure) {
        try self.write(while: "revoking a sign-in") { db in
            try db.execute(sql: "DELETE FROM refresh_tokens WHERE family = ?", arguments: [Data(family)])
        }
    }

    public func revokeAll(of account: UInt64) throws(StoreFailure) {
        try self.write(while: "revoking the sign-ins of account \(account)") { db in
            let id = AccountID(account).row
            try db.execute(sql: "DELETE FROM refresh_tokens WHERE account = ?", arguments: [id])
        }
    }

    public func removeExpired(before moment: Timestamp) throws(StoreFailure) {
        try self.write(while: "forgetting expired refresh tokens") { db in
            try db.execute(sql: "DELETE FROM refresh_tokens WHERE expires_at < ?", arguments: [moment.ms])
        }
    }

    private static func insert(_ record: RefreshTokenRecord, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO refresh_tokens (digest, family, account, issued_at, expires_at, is_spent)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Data(record.digest), Data(record.family), AccountID(record.account).row, record.issuedAt.ms,
            record.expiresAt.ms, record.isSpent,
        ])
    }

    private func write<Result>(
        while activity: String,
        _ body: (Database) throws -> Result
    ) throws(StoreFailure) -> Result {
        do {
            return try self.database.write(while: activity, body)
        } catch {
            throw error.storeFailure
        }
    }
}
