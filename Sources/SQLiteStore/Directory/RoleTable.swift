// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import GRDB

/// The roles that accounts hold.
enum RoleTable {
    static func assignments(of account: AccountID, _ db: Database) throws -> [RoleAssignment] {
        let statement = try db.cachedStatement(
            sql: "SELECT account, role, unit FROM role_assignments WHERE account = ? ORDER BY role, unit"
        )
        return try Row.fetchAll(statement, arguments: [account.row]).compactMap(Self.assignment)
    }

    /// Of all accounts, in the order of their ids.
    static func assignments(_ db: Database) throws -> [RoleAssignment] {
        try Row.fetchAll(db, sql: "SELECT account, role, unit FROM role_assignments ORDER BY account, role, unit")
            .compactMap(Self.assignment)
    }

    static func insert(_ assignment: RoleAssignment, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO role_assignments (account, role, unit) VALUES (?, ?, ?)",
            arguments: Self.arguments(assignment)
        )
    }

    /// False when it is not there.
    static func delete(_ assignment: RoleAssignment, _ db: Database) throws -> Bool {
        try db.execute(
            sql: "DELETE FROM role_assignments WHERE account = ? AND role = ? AND unit = ?",
            arguments: Self.arguments(assignment)
        )
        return db.changesCount == 1
    }

    private static func arguments(_ assignment: RoleAssignment) -> StatementArguments {
        [assignment.account.row, Int64(assignment.role.rawValue), Int64(assignment.unit.rawValue)]
    }

    /// Nil for a role that this version does not know: it allows nothing.
    private static func assignment(_ row: Row) -> RoleAssignment? {
        let (account, role, unit): (Int64, Int64, Int64) = (row[0], row[1], row[2])
        guard let role = UInt8(exactly: role).flatMap(Role.init), let unit = OrgUnitID(row: unit) else { return nil }
        return RoleAssignment(account: AccountID(UInt64(account)), role: role, unit: unit)
    }
}
