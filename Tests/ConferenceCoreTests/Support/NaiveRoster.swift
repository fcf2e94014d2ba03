// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore

/// What a roster has to say, worked out anew from the members each time.
struct NaiveRoster {
    /// In the order in which they became known; parents come first.
    private(set) var units: [RosterUnit] = []
    private(set) var members: [Principal: (unit: UnitID, entry: RosterEntry)] = [:]

    mutating func addUnit(_ unit: RosterUnit) {
        if !self.units.contains(where: { $0.id == unit.id }) { self.units.append(unit) }
    }

    mutating func add(_ entry: RosterEntry, to unit: UnitID) {
        self.members[entry.principal] = (unit, entry)
    }

    mutating func remove(_ principal: Principal) {
        self.members[principal] = nil
    }

    mutating func update(_ principal: Principal, _ change: (inout RosterEntry) -> Void) {
        guard var member = self.members[principal] else { return }
        change(&member.entry)
        self.members[principal] = member
    }

    func children(of unit: UnitID) -> [RosterUnit] { self.units.filter { $0.parent == unit } }

    /// Direct members in the order of pages.
    func entries(of unit: UnitID) -> [RosterEntry] {
        self.members.values.filter { $0.unit == unit }.map(\.entry).sorted { lhs, rhs in
            if lhs.rank != rhs.rank { return lhs.rank < rhs.rank }
            if lhs.nameKey != rhs.nameKey { return lhs.nameKey.lexicographicallyPrecedes(rhs.nameKey) }
            return lhs.principal < rhs.principal
        }
    }

    /// The unit and all below it, recounted.
    func counts(of unit: UnitID) -> RosterCounts {
        var counts = RosterCounts()
        for member in self.members.values where member.unit == unit {
            counts.joined += 1
            counts.people += member.entry.people
            if member.entry.hasHandUp { counts.hands += 1 }
            if member.entry.isMuted { counts.muted += 1 }
        }
        return self.children(of: unit).reduce(counts) { $0 + self.counts(of: $1.id) }
    }

    /// All members as the tree goes.
    func membersByTree() -> [Principal] {
        func below(_ unit: UnitID) -> [Principal] {
            let children = self.children(of: unit).sorted { ($0.order, $0.id) < ($1.order, $1.id) }
            return self.entries(of: unit).map(\.principal) + children.flatMap { below($0.id) }
        }
        return self.units.first.map { below($0.id) } ?? []
    }

    func rows(of unit: RosterUnit, limits: RosterLimits) -> (rows: [SummaryRow], counts: [RosterCounts]) {
        let children = self.children(of: unit.id)
        let own = [unit] + children.prefix(limits.summaryRowsMax - 2)
        var rows = own.enumerated().map { SummaryRow(row: $0, unit: $1.id, name: $1.name, order: $1.order) }
        var counts = own.map { self.counts(of: $0.id) }
        let rest = children.dropFirst(limits.summaryRowsMax - 2)
        if !rest.isEmpty {
            rows.append(SummaryRow(row: rows.count, unit: .rest, name: "", order: .max))
            counts.append(rest.reduce(.zero) { $0 + self.counts(of: $1.id) })
        }
        return (rows, counts)
    }
}
