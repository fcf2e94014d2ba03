// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
internal import GRDB

extension SQLiteDirectory {
    /// The whole organisation.
    public func organisation() throws(SQLiteStoreError) -> OrgTree {
        try self.database.read(while: "reading the organisation") { db in try UnitTable.tree(db) }
    }

    /// Adds a unit; the first has no parent.
    public func addUnit(
        under parent: OrgUnitID?,
        _ details: UnitDetails,
        by actor: AuditActor
    ) throws(DirectoryError) -> OrgUnit {
        try self.change("adding a unit", by: actor) { db in
            var tree = try UnitTable.tree(db)
            let unit = try tree.add(try UnitTable.nextID(db), under: parent, details)
            try UnitTable.insert(unit, db)
            return (unit, Self.event("unit.added", unit, in: tree))
        }
    }

    /// Changes code, name, tier, kind or order of a unit.
    public func updateUnit(
        _ id: OrgUnitID,
        _ details: UnitDetails,
        by actor: AuditActor
    ) throws(DirectoryError) -> OrgUnit {
        try self.change("changing unit \(id.rawValue)", by: actor) { db in
            var tree = try UnitTable.tree(db)
            let before = tree.path(of: id)
            let unit = try tree.update(id, details)
            try UnitTable.update(unit, db)
            return (unit, Self.event("unit.changed", unit, in: tree, from: before))
        }
    }

    /// Puts a unit with all below it under another; roles granted above its new place are valid in it at once.
    public func moveUnit(
        _ id: OrgUnitID,
        under parent: OrgUnitID,
        by actor: AuditActor
    ) throws(DirectoryError) -> OrgUnit {
        try self.change("moving unit \(id.rawValue)", by: actor) { db in
            var tree = try UnitTable.tree(db)
            let before = tree.path(of: id)
            let unit = try tree.move(id, under: parent)
            try UnitTable.update(unit, db)
            return (unit, Self.event("unit.moved", unit, in: tree, from: before))
        }
    }

    private static func event(
        _ action: String,
        _ unit: OrgUnit,
        in tree: OrgTree,
        from before: UnitPath? = nil
    ) -> AuditEvent {
        var details = ["name": unit.name, "tier": String(unit.tier), "kind": unit.kind.name]
        details["path"] = tree.path(of: unit.id)?.description
        details["from"] = before?.description
        return AuditEvent(action, "unit:\(unit.id.rawValue)", details)
    }
}
