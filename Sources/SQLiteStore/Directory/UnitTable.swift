// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import DirectoryCore
internal import GRDB

/// The organisation's rows; the rules are ``OrgTree``'s.
enum UnitTable {
    static func tree(_ db: Database) throws -> OrgTree {
        let rows = try Row.fetchAll(db, sql: "SELECT id, parent, code, name, tier, kind, ordering FROM org_units")
        return OrgTree(try rows.map(Self.unit))
    }

    private static func unit(_ row: Row) throws -> OrgUnit {
        let (id, parent): (Int64, Int64?) = (row[0], row[1])
        let (code, tier, kind): (String, Int64, Int64) = (row[2], row[4], row[5])
        guard
            let unit = OrgUnitID(row: id), let code = UnitCode(code), let tier = UInt8(exactly: tier),
            let kind = UInt8(exactly: kind).flatMap(UnitKind.init)
        else { throw UnreadableRow(table: "org_units", id: id) }
        let details = UnitDetails(code: code, name: row[3], tier: tier, kind: kind, order: row[6])
        return OrgUnit(id: unit, parent: parent.flatMap { OrgUnitID(row: $0) }, details: details)
    }

    /// The id that the next unit gets; ask and insert in one transaction.
    static func nextID(_ db: Database) throws -> OrgUnitID {
        let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'org_units'") ?? 0
        guard let id = OrgUnitID(row: last + 1) else { throw UnreadableRow(table: "org_units", id: last + 1) }
        return id
    }

    static func insert(_ unit: OrgUnit, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO org_units (id, parent, code, name, tier, kind, ordering)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [Int64(unit.id.rawValue)] + Self.arguments(unit))
    }

    static func update(_ unit: OrgUnit, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE org_units SET parent = ?, code = ?, name = ?, tier = ?, kind = ?, ordering = ? WHERE id = ?
                """
        ).execute(arguments: Self.arguments(unit) + [Int64(unit.id.rawValue)])
    }

    private static func arguments(_ unit: OrgUnit) -> StatementArguments {
        [
            unit.parent.map { Int64($0.rawValue) }, unit.code.text, unit.name, Int64(unit.tier),
            Int64(unit.kind.rawValue), unit.order,
        ]
    }

    static func exists(_ id: OrgUnitID, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM org_units WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [Int64(id.rawValue)]) != nil
    }

    /// The unit and those above it, root first, as a room wants them.
    static func line(to id: OrgUnitID, _ db: Database) throws -> [RosterUnit] {
        let statement = try db.cachedStatement(
            sql: """
                WITH RECURSIVE line (id, parent, name, ordering, distance) AS (
                    SELECT id, parent, name, ordering, 0 FROM org_units WHERE id = ?
                    UNION ALL
                    SELECT unit.id, unit.parent, unit.name, unit.ordering, distance + 1
                    FROM org_units AS unit JOIN line ON unit.id = line.parent
                    WHERE distance < \(UnitPath.depthMax)
                )
                SELECT id, parent, name, ordering FROM line ORDER BY distance DESC
                """
        )
        return try Row.fetchAll(statement, arguments: [Int64(id.rawValue)]).map { row in
            let (id, parent): (UInt32, UInt32?) = (row[0], row[1])
            return RosterUnit(id: UnitID(id), parent: parent.map { UnitID($0) }, name: row[2], order: row[3])
        }
    }
}

extension OrgUnitID {
    /// Nil for a number that no unit can have.
    init?(row number: Int64) {
        guard let id = UInt32(exactly: number).flatMap({ OrgUnitID($0) }) else { return nil }
        self = id
    }
}

/// A row that only another program can have written.
struct UnreadableRow: Error, CustomStringConvertible {
    let table: String
    let id: Int64

    var description: String { "row \(self.id) of \(self.table) is not ours" }
}
