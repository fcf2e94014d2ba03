// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The rules of the tree, kept by each change:
// - there is one root, and every other unit has a parent;
// - siblings have different codes, so a path names one unit;
// - a path has at most 16 units;
// - a unit's tier is not above its parent's (depth only suggests the tier: an affiliated unit of a ministry is no
//   province);
// - a unit never comes to lie below itself.

/// The organisation: all units, and what may be changed about them.
public struct OrgTree: Sendable {
    /// Units that one organisation may have.
    public static let unitsMax = 100_000

    private var units: [OrgUnitID: OrgUnit] = [:]
    private var childIDs: [OrgUnitID: Set<OrgUnitID>] = [:]
    public private(set) var root: OrgUnitID?

    /// The tree of `units` in any order, as they were kept; a unit without its parent is left out with all below it.
    public init(_ units: some Sequence<OrgUnit> = []) {
        for unit in units {
            self.units[unit.id] = unit
            if let parent = unit.parent { self.childIDs[parent, default: []].insert(unit.id) }
            if unit.parent == nil, self.root == nil { self.root = unit.id }
        }
        let reachable = Set(self.subtree(of: self.root))
        self.units = self.units.filter { reachable.contains($0.key) }
        self.childIDs = self.childIDs.filter { reachable.contains($0.key) }
    }

    // MARK: Looking in

    public var count: Int { self.units.count }

    public subscript(id: OrgUnitID) -> OrgUnit? { self.units[id] }

    /// In their order, equal ones by code.
    public func children(of id: OrgUnitID) -> [OrgUnit] {
        (self.childIDs[id] ?? []).compactMap { self.units[$0] }.sorted { lhs, rhs in
            lhs.order != rhs.order ? lhs.order < rhs.order : lhs.code < rhs.code
        }
    }

    /// The unit and all below it, each before its children, siblings in their order; empty for an unknown one.
    public func subtree(of id: OrgUnitID?) -> [OrgUnitID] {
        guard let id, self.units[id] != nil else { return [] }
        var (found, open) = ([OrgUnitID](), [id])
        while let next = open.popLast() {
            found.append(next)
            open += self.children(of: next).reversed().map(\.id)
        }
        return found
    }

    /// The unit and those above it, root first; empty for an unknown one.
    public func line(to id: OrgUnitID) -> [OrgUnit] {
        var line: [OrgUnit] = []
        var next = self.units[id]
        while let unit = next, line.count < UnitPath.depthMax {
            line.append(unit)
            next = unit.parent.flatMap { self.units[$0] }
        }
        return line.reversed()
    }

    public func path(of id: OrgUnitID) -> UnitPath? { UnitPath(self.line(to: id).map(\.code)) }

    public func unit(at path: UnitPath) -> OrgUnit? {
        guard var unit = self.root.flatMap({ self.units[$0] }), unit.code == path.codes.first else { return nil }
        for code in path.codes.dropFirst() {
            let children = (self.childIDs[unit.id] ?? []).compactMap { self.units[$0] }
            guard let child = children.first(where: { $0.code == code }) else { return nil }
            unit = child
        }
        return unit
    }

    /// Each unit by its name; several may share one.
    public func unitsByName() -> [String: [OrgUnitID]] {
        Dictionary(grouping: self.units.values, by: \.name).mapValues { $0.map(\.id).sorted() }
    }

    // MARK: Changing

    /// Adds a unit, or says why it cannot be.
    public mutating func add(
        _ id: OrgUnitID,
        under parent: OrgUnitID?,
        _ details: UnitDetails
    ) throws(DirectoryRefusal) -> OrgUnit {
        guard self.units.count < Self.unitsMax else { throw .tooManyUnits(limit: Self.unitsMax) }
        let unit = OrgUnit(id: id, parent: parent, details: try details.checked())
        try self.check(unit, depthBelow: 1)
        self.put(unit)
        return unit
    }

    /// Puts a unit with all below it under another.
    public mutating func move(_ id: OrgUnitID, under parent: OrgUnitID) throws(DirectoryRefusal) -> OrgUnit {
        guard let unit = self.units[id] else { throw .unknownUnit }
        guard !self.line(to: parent).contains(where: { $0.id == id }) else { throw .unitBelowItself }
        let moved = OrgUnit(id: id, parent: parent, details: unit.details)
        try self.check(moved, depthBelow: self.height(of: id))
        if let before = unit.parent { self.childIDs[before]?.remove(id) }
        self.put(moved)
        return moved
    }

    /// Changes what is said of a unit; its place stays.
    public mutating func update(_ id: OrgUnitID, _ details: UnitDetails) throws(DirectoryRefusal) -> OrgUnit {
        guard let unit = self.units[id] else { throw .unknownUnit }
        let updated = OrgUnit(id: id, parent: unit.parent, details: try details.checked())
        try self.check(updated, depthBelow: 1)
        let lowest = self.children(of: id).map(\.tier).min() ?? updated.tier
        guard updated.tier <= lowest else { throw .tierBelowChildren(lowest) }
        self.put(updated)
        return updated
    }

    private mutating func put(_ unit: OrgUnit) {
        self.units[unit.id] = unit
        if let parent = unit.parent { self.childIDs[parent, default: []].insert(unit.id) } else { self.root = unit.id }
    }

    /// Whether `unit`, with `depthBelow` tiers of units counting itself, fits where it wants to stand.
    private func check(_ unit: OrgUnit, depthBelow: Int) throws(DirectoryRefusal) {
        guard let parentID = unit.parent else {
            guard self.root == nil || self.root == unit.id else { throw .secondRoot }
            return
        }
        guard let parent = self.units[parentID] else { throw .unknownUnit }
        guard self.line(to: parentID).count + depthBelow <= UnitPath.depthMax else {
            throw .treeTooDeep(limit: UnitPath.depthMax)
        }
        let siblings = (self.childIDs[parentID] ?? []).compactMap { self.units[$0] }
        guard !siblings.contains(where: { $0.code == unit.code && $0.id != unit.id }) else {
            throw .codeTaken(unit.code)
        }
        guard unit.tier >= parent.tier else { throw .tierAboveParent(parent.tier) }
    }

    /// Units on the longest way down, `id` included.
    private func height(of id: OrgUnitID) -> Int {
        let above = self.line(to: id).count
        return self.subtree(of: id).map { self.line(to: $0).count - above + 1 }.max() ?? 0
    }
}
