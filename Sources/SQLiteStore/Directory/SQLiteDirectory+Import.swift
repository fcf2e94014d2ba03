// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
internal import GRDB

// An import is one transaction: all of it or nothing, and one line of the audit log, since the ids it gives follow one
// another. While it runs no room's log is written, which 7,000 accounts hold up for about half a second.

extension SQLiteDirectory {
    /// Adds accounts, all or none.
    ///
    /// - Throws: ``DirectoryRefusal/identifierTaken(_:)`` when the directory has changed since the file was checked.
    public func importAccounts(_ accounts: [NewAccount], by actor: AuditActor) throws(DirectoryError) -> [Account] {
        let prepared = try self.prepared(accounts)
        return try self.change("importing \(accounts.count) accounts", by: actor) { db in
            let added = try prepared.map { try AccountTable.insert($0.new, $0.reading, at: self.now, db) }
            return (added, Self.event(units: 0, added))
        }
    }

    /// Adds units and then accounts in them, all or none.
    ///
    /// - Parameters:
    ///   - units: Each after the one above it.
    ///   - accounts: Makes the accounts, given the organisation with the new units in it.
    public func importOrganisation(
        units: [NewUnit],
        by actor: AuditActor,
        accounts: (OrgTree) throws -> [NewAccount]
    ) throws(DirectoryError) -> (units: [OrgUnit], accounts: [Account]) {
        try self.change("importing \(units.count) units and their accounts", by: actor) { db in
            var tree = try UnitTable.tree(db)
            let addedUnits = try units.map { new in
                let parent = try new.parent.map { path in
                    guard let unit = tree.unit(at: path) else { throw DirectoryRefusal.unknownUnit }
                    return unit.id
                }
                let unit = try tree.add(try UnitTable.nextID(db), under: parent, new.details)
                try UnitTable.insert(unit, db)
                return unit
            }
            let added = try self.prepared(try accounts(tree)).map { item in
                try AccountTable.insert(item.new, item.reading, at: self.now, db)
            }
            return ((addedUnits, added), Self.event(units: addedUnits.count, added))
        }
    }

    /// Computes the readings, the slow part.
    private func prepared(
        _ accounts: [NewAccount]
    ) throws(DirectoryError) -> [(new: NewAccount, reading: NameReading)] {
        var prepared: [(new: NewAccount, reading: NameReading)] = []
        prepared.reserveCapacity(accounts.count)
        for account in accounts {
            let details = try self.checked(account.details)
            let new = NewAccount(details, passwordHash: account.passwordHash)
            prepared.append((new, self.reading(of: details)))
        }
        return prepared
    }

    private static func event(units: Int, _ accounts: [Account]) -> AuditEvent {
        var details = ["units": String(units), "accounts": String(accounts.count)]
        details["first"] = accounts.first.map { "account:\($0.id.rawValue)" }
        details["last"] = accounts.last.map { "account:\($0.id.rawValue)" }
        return AuditEvent("directory.imported", "directory", details)
    }
}
