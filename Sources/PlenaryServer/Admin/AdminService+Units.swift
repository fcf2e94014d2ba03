// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import SQLiteStore

extension AdminService {
    func addUnit(_ new: AddUnit, by actor: AuditActor) async throws(ServerFailure) -> UnitRecord {
        guard let path = UnitPath(new.path), let code = path.codes.last else {
            throw ServerFailure(.invalidInput, "\"\(new.path.shown)\" is no path of a unit: write it like /cn/13/1301")
        }
        guard let kind = UnitKind(name: new.kind) else {
            let known = UnitKind.allCases.map(\.name).joined(separator: ", ")
            throw ServerFailure(.invalidInput, "\"\(new.kind.shown)\" is no kind of unit: use one of \(known)")
        }
        guard let tier = UInt8(exactly: new.tier) else { throw ServerFailure(.invalidTier(UnitDetails.tiers)) }
        let details = UnitDetails(code: code, name: new.name, tier: tier, kind: kind, order: new.order)
        let above = UnitPath(Array(path.codes.dropLast()))
        let parent = try await self.parent(above)
        let unit = try await self.change { directory throws(DirectoryError) in
            try directory.addUnit(under: parent, details, by: actor)
        }
        return Self.record(unit, at: path)
    }

    private func parent(_ path: UnitPath?) async throws(ServerFailure) -> OrgUnitID? {
        guard let path else { return nil }
        let tree = try await self.organisation()
        guard let unit = tree.unit(at: path) else {
            throw ServerFailure(.unknownName, "there is no unit \(path) to add one below: add that first")
        }
        return unit.id
    }

    func listUnits() async throws(ServerFailure) -> UnitList {
        let tree = try await self.organisation()
        return UnitList(
            units: tree.subtree(of: tree.root).compactMap { id in
                guard let unit = tree[id], let path = tree.path(of: id) else { return nil }
                return Self.record(unit, at: path)
            }
        )
    }

    static func record(_ unit: OrgUnit, at path: UnitPath) -> UnitRecord {
        UnitRecord(
            id: unit.id.rawValue,
            path: path.description,
            name: unit.name,
            tier: UInt32(unit.tier),
            kind: unit.kind.name,
            order: Int(unit.order)
        )
    }
}
