// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
internal import GRDB

// An import is one transaction: all of it or nothing, and one line of the audit log, since the ids it gives follow one
// another, with one more for each role that it grants. While it runs no room's log is written, which 7,000 accounts
// hold up for about half a second.

extension SQLiteDirectory {
    /// Adds accounts, all or none.
    ///
    /// - Throws: ``DirectoryRefusal/identifierTaken(_:)`` when the directory has changed since the file was checked.
    public func importAccounts(_ accounts: [NewAccount], by actor: AuditActor) throws(DirectoryError) -> [Account] {
        let prepared = try self.prepared(accounts)
        return try self.changeTogether("importing \(accounts.count) accounts", by: actor) { db in
            let (added, granted) = try self.insert(prepared, db)
            return (added, [Self.event(units: 0, added)] + granted)
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
        try self.changeTogether("importing \(units.count) units and their accounts", by: actor) { db in
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
            let (added, granted) = try self.insert(try self.prepared(try accounts(tree)), db)
            return ((addedUnits, added), [Self.event(units: addedUnits.count, added)] + granted)
        }
    }

    private func prepared(
        _ accounts: [NewAccount]
    ) throws(DirectoryError) -> [(new: NewAccount, reading: NameReading)] {
        var prepared: [(new: NewAccount, reading: NameReading)] = []
        prepared.reserveCapacity(accounts.count)
        for account in accounts { prepared.append(try self.prepared(account)) }
        return prepared
    }

    private func insert(
        _ accounts: [(new: NewAccount, reading: NameReading)],
        _ db: Database
    ) throws -> ([Account], [AuditEvent]) {
        var (added, granted): ([Account], [AuditEvent]) = ([], [])
        added.reserveCapacity(accounts.count)
        for item in accounts {
            let (account, events) = try self.insert(item.new, item.reading, db)
            added.append(account)
            granted += events
        }
        return (added, granted)
    }

    private static func event(units: Int, _ accounts: [Account]) -> AuditEvent {
        var details = ["units": String(units), "accounts": String(accounts.count)]
        details["first"] = accounts.first.map { "account:\($0.id.rawValue)" }
        details["last"] = accounts.last.map { "account:\($0.id.rawValue)" }
        return AuditEvent("directory.imported", "directory", details)
    }
}
