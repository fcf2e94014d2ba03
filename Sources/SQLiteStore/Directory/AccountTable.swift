// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import DirectoryCore
import Foundation
internal import GRDB

/// The accounts' rows and the identifiers that name them.
enum AccountTable {
    /// An account with what only sign-in needs.
    struct Stored {
        let account: Account
        let passwordHash: String?
        let pinyin: String
        let initials: String
        let nameKey: [UInt8]
    }

    private static let select = """
        SELECT id, name, employee_number, phone, display_name, reading_override, title, rank, unit, is_disabled,
            token_generation, password_hash, pinyin, initials, name_key
        FROM accounts
        """

    // MARK: Reading

    static func stored(_ id: AccountID, _ db: Database) throws -> Stored? {
        guard let number = id.row else { return nil }
        let statement = try db.cachedStatement(sql: "\(Self.select) WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [number]).map(Self.stored)
    }

    static func stored(_ identifier: LoginIdentifier, _ db: Database) throws -> Stored? {
        let statement = try db.cachedStatement(
            sql: "\(Self.select) WHERE id = (SELECT account FROM account_identifiers WHERE identifier = ?)"
        )
        return try Row.fetchOne(statement, arguments: [identifier.text]).map(Self.stored)
    }

    /// In the order of their ids.
    ///
    /// - Parameters:
    ///   - units: Only members of these; nil for all.
    ///   - part: In the name, the pinyin or an identifier, or the beginning of the initials.
    static func accounts(
        in units: [OrgUnitID]?,
        matching part: String?,
        after id: AccountID?,
        limit: Int,
        _ db: Database
    ) throws -> [Account] {
        // As one argument, since a statement takes 32,766 at most and there may be more units.
        let list = units.map { "[" + $0.map { String($0.rawValue) }.joined(separator: ",") + "]" }
        let sql = """
            \(Self.select)
            WHERE id > ?1 AND (?2 IS NULL OR unit IN (SELECT value FROM json_each(?2)))
                AND (?3 IS NULL OR instr(lower(display_name), ?3) > 0 OR instr(name, ?3) > 0
                    OR instr(lower(employee_number), ?3) > 0 OR instr(phone, ?3) > 0 OR instr(pinyin, ?3) > 0
                    OR substr(initials, 1, length(?3)) = ?3)
            ORDER BY id LIMIT ?4
            """
        let arguments: StatementArguments = [id?.row ?? 0, list, part?.lowercased(), limit]
        return try Row.fetchAll(db, sql: sql, arguments: arguments).map { try Self.stored($0).account }
    }

    static func identifiers(_ db: Database) throws -> Set<LoginIdentifier> {
        let texts = try String.fetchAll(db, sql: "SELECT identifier FROM account_identifiers")
        return Set(texts.compactMap { LoginIdentifier(typed: $0) })
    }

    private static func stored(_ row: Row) throws -> Stored {
        let (id, name, unit): (Int64, String, Int64) = (row[0], row[1], row[8])
        let (employee, phone): (String?, String?) = (row[2], row[3])
        guard let name = LoginName(name), let unit = OrgUnitID(row: unit) else {
            throw UnreadableRow(table: "accounts", id: id)
        }
        let details = AccountDetails(
            name: name,
            employeeNumber: employee.flatMap { EmployeeNumber($0) },
            phone: phone.flatMap { PhoneNumber($0) },
            displayName: row[4],
            reading: row[5],
            title: row[6],
            rank: row[7],
            unit: unit
        )
        let account = Account(
            id: AccountID(UInt64(id)),
            details: details,
            isDisabled: row[9],
            tokenGeneration: row[10]
        )
        return Stored(
            account: account,
            passwordHash: row[11],
            pinyin: row[12],
            initials: row[13],
            nameKey: [UInt8](row[14] as Data)
        )
    }

    // MARK: Writing

    /// Adds an account whose details have been checked; the unit must exist.
    static func insert(_ new: NewAccount, _ reading: NameReading, at now: Timestamp, _ db: Database) throws -> Account {
        let details = new.details
        guard try UnitTable.exists(details.unit, db) else { throw DirectoryRefusal.unknownUnit }
        let last = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'accounts'")
        )
        let id = (last ?? 0) + 1
        try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO accounts (id, name, employee_number, phone, display_name, reading_override,
                    pinyin, initials, name_key, title, rank, unit, password_hash, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [id] + Self.arguments(details, reading) + [new.passwordHash, now.ms, now.ms])
        guard db.changesCount == 1 else { throw try Self.collision(of: details, db) }
        try Self.claim(details.identifiers, for: id, db)
        return Account(id: AccountID(UInt64(id)), details: details, isDisabled: false, tokenGeneration: 0)
    }

    /// Replaces the details of an account, checked before; the unit must exist.
    static func update(
        _ id: AccountID,
        _ details: AccountDetails,
        _ reading: NameReading,
        at now: Timestamp,
        _ db: Database
    ) throws {
        guard let number = id.row else { throw DirectoryRefusal.unknownAccount }
        guard try UnitTable.exists(details.unit, db) else { throw DirectoryRefusal.unknownUnit }
        try db.cachedStatement(sql: "DELETE FROM account_identifiers WHERE account = ?").execute(arguments: [number])
        try Self.claim(details.identifiers, for: number, db)
        try db.cachedStatement(
            sql: """
                UPDATE accounts SET name = ?, employee_number = ?, phone = ?, display_name = ?, reading_override = ?,
                    pinyin = ?, initials = ?, name_key = ?, title = ?, rank = ?, unit = ?, updated_at = ?
                WHERE id = ?
                """
        ).execute(arguments: Self.arguments(details, reading) + [now.ms, number])
    }

    /// Sets whether an account may sign in; disabling revokes every token.
    static func setDisabled(_ isDisabled: Bool, _ id: AccountID, at now: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE accounts SET is_disabled = ?, updated_at = ? WHERE id = ?",
            arguments: [isDisabled, now.ms, id.row]
        )
        if isDisabled { try Self.revokeTokens(of: id, db) }
    }

    static func setPasswordHash(_ hash: String?, _ id: AccountID, _ db: Database) throws {
        try db.execute(sql: "UPDATE accounts SET password_hash = ? WHERE id = ?", arguments: [hash, id.row])
    }

    /// Makes every access and refresh token of an account worthless.
    static func revokeTokens(of id: AccountID, _ db: Database) throws {
        try db.execute(
            sql: "UPDATE accounts SET token_generation = token_generation + 1 WHERE id = ?",
            arguments: [id.row]
        )
        try db.execute(sql: "DELETE FROM refresh_tokens WHERE account = ?", arguments: [id.row])
    }

    private static func arguments(_ details: AccountDetails, _ reading: NameReading) -> StatementArguments {
        [
            details.name.text, details.employeeNumber?.text, details.phone?.text, details.displayName, details.reading,
            reading.pinyin, reading.initials, Data(reading.key), details.title, details.rank,
            Int64(details.unit.rawValue),
        ]
    }

    private static func claim(_ identifiers: [LoginIdentifier], for account: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO account_identifiers (identifier, account) VALUES (?, ?)"
        )
        for identifier in identifiers {
            try statement.execute(arguments: [identifier.text, account])
            guard db.changesCount == 1 else { throw DirectoryRefusal.identifierTaken(identifier) }
        }
    }

    /// Which identifier kept a row from being written.
    private static func collision(of details: AccountDetails, _ db: Database) throws -> any Error {
        for identifier in details.identifiers where try Self.stored(identifier, db) != nil {
            return DirectoryRefusal.identifierTaken(identifier)
        }
        return UnreadableRow(table: "accounts", id: 0)
    }
}

extension AccountID {
    /// Nil for a number that no row can have.
    var row: Int64? { Int64(exactly: self.rawValue) }
}
