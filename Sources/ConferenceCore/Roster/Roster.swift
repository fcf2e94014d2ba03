// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who is in a room, by unit of the organisation, and what the room's roster streams have told of it.
//
// A roster decides which page an entry is on, what each summary counts, and what a stream has to tell. Who watches a
// stream, when it may speak (see `Pacer`) and how it is written down is left to others.
//
// Every stream has two images: the present one, which the members and units here make up, and the told one, which
// clients have. `publish` moves the told image to the present and returns the difference as one message. A stream that
// nobody publishes costs nothing but its present image. When a unit or page becomes known, the told image of its
// streams is empty (no rows, no entries, no next page) and has offset 0; what it holds already is its first message.

/// The participants of one room in the tree of their units.
///
/// With `d` for the depth of the unit tree (at most five or so): each change of one participant costs O(d + log pages)
/// and at most the move of one page's entries.
public struct Roster: Sendable {
    /// Where a participant's entry is.
    private struct Home: Sendable {
        /// Index of the unit's node.
        let node: Int
        let key: RosterKey
    }

    let limits: RosterLimits
    /// In the order in which the units became known; the root is the first.
    var nodes: [RosterNode] = []
    /// The same by tree: each unit directly before what is below it, siblings by order, then number.
    private(set) var treeOrder: [Int] = []
    private(set) var nodeIndices: [UnitID: Int] = [:]
    private var homes: [Principal: Home] = [:]
    var changes = RosterChanges()
    /// Told of `.summary`; the root's own ``RosterNode/summary`` belongs to `.unitSummary`.
    var rootSummary = ToldSummary()

    public init(limits: RosterLimits = RosterLimits()) {
        self.limits = limits
    }
}

// MARK: - Units

extension Roster {
    /// All known units in the order in which they became known.
    ///
    /// Added again in this order to an empty roster they get the same rows.
    public var units: [RosterUnit] {
        self.nodes.map { node in
            let parent = node.parent.map { self.nodes[$0].unit }
            return RosterUnit(id: node.unit, parent: parent, name: node.name, order: node.order)
        }
    }

    /// Makes a unit known; changes nothing when it is known already, whatever its name and parent are now.
    ///
    /// The first unit is the root. A later one whose parent is missing or not known becomes a child of the root: it
    /// was decided elsewhere that people of that unit take part, so they have to be counted somewhere. Costs O(units).
    public mutating func addUnit(_ unit: RosterUnit) {
        guard self.nodeIndices[unit.id] == nil else { return }
        let index = self.nodes.count
        self.nodeIndices[unit.id] = index
        guard index > 0 else {
            self.nodes.append(RosterNode(unit, parent: nil, depth: 0, isInRest: false))
            self.treeOrder = [0]
            self.noteSummaries(of: unit.id)
            self.changes.note(.summary)
            return
        }
        let parent = unit.parent.flatMap { $0 == unit.id ? nil : self.nodeIndices[$0] } ?? 0
        let isInRest = self.nodes[parent].children.count >= self.childRowsMax
        let node = RosterNode(unit, parent: parent, depth: self.nodes[parent].depth + 1, isInRest: isInRest)
        self.nodes.append(node)
        self.nodes[parent].children.append(index)
        self.treeOrder.insert(index, at: self.treePosition(for: node, below: parent))
        self.noteSummaries(of: unit.id)
        self.noteSummaries(of: self.nodes[parent].unit)
        if parent == 0 { self.changes.note(.summary) }
    }

    public func isKnown(_ unit: UnitID) -> Bool { self.nodeIndices[unit] != nil }

    /// The unit's name; empty when the unit is not known.
    public func name(of unit: UnitID) -> String { self.nodeIndices[unit].map { self.nodes[$0].name } ?? "" }

    /// The unit and those above it, root first; empty when the unit is not known.
    public func path(of unit: UnitID) -> [UnitID] {
        var path: [UnitID] = []
        var next = self.nodeIndices[unit]
        while let index = next {
            path.append(self.nodes[index].unit)
            next = self.nodes[index].parent
        }
        path.reverse()
        return path
    }

    /// The present counts of a unit and of all units below it; nil when the unit is not known.
    public func counts(of unit: UnitID) -> RosterCounts? {
        self.nodeIndices[unit].map { self.nodes[$0].counts }
    }

    /// The present counts of the whole room.
    public var counts: RosterCounts { self.nodes.first?.counts ?? .zero }

    /// Children with a row of their own; the remaining two rows are that of the unit and that of the rest.
    var childRowsMax: Int { self.limits.summaryRowsMax - 2 }

    private func treePosition(for node: RosterNode, below parent: Int) -> Int {
        guard var position = self.treeOrder.firstIndex(of: parent) else { return self.treeOrder.count }
        position += 1
        while position < self.treeOrder.count {
            let other = self.nodes[self.treeOrder[position]]
            guard other.depth >= node.depth else { break }
            if other.depth == node.depth, (node.order, node.unit) < (other.order, other.unit) { break }
            position += 1
        }
        return position
    }

    private mutating func noteSummaries(of unit: UnitID) {
        self.changes.note(.unitSummary(unit))
    }
}

// MARK: - Participants

extension Roster {
    /// How many participants there are.
    public var count: Int { self.homes.count }

    /// The participant's present entry.
    public subscript(principal: Principal) -> RosterEntry? {
        self.homes[principal].map { self.nodes[$0.node].pages[$0.key] }
    }

    /// The unit that the participant is a direct member of.
    public func unit(of principal: Principal) -> UnitID? {
        self.homes[principal].map { self.nodes[$0.node].unit }
    }

    /// The page that the participant is on at present.
    public func page(of principal: Principal) -> PageNumber? {
        self.homes[principal].map { self.nodes[$0.node].pages.pageNumber(for: $0.key) }
    }

    /// Makes a participant a member of `unit`, which must be known.
    ///
    /// Who is there already moves and gets the new entry.
    public mutating func add(_ entry: RosterEntry, to unit: UnitID) {
        guard let node = self.nodeIndices[unit] else { preconditionFailure("A unit is added before its members") }
        if let home = self.homes[entry.principal] {
            guard home.node != node else { return self.update(entry.principal) { $0 = entry } }
            self.remove(entry.principal)
        }
        self.homes[entry.principal] = Home(node: node, key: entry.key)
        self.nodes[node].pages.insert(entry, limits: self.limits, noting: &self.changes)
        self.shift(node, by: RosterCounts(of: entry))
    }

    /// Takes a participant out; changes nothing when there is none of that name.
    public mutating func remove(_ principal: Principal) {
        guard let home = self.homes.removeValue(forKey: principal) else { return }
        let entry = self.nodes[home.node].pages[home.key]
        self.nodes[home.node].pages.remove(home.key, limits: self.limits, noting: &self.changes)
        self.shift(home.node, by: .zero - RosterCounts(of: entry))
    }

    /// Changes what a participant looks like; changes nothing when there is none of that name.
    ///
    /// A new rank or name key moves the entry, possibly to another page. `change` must leave the principal alone.
    public mutating func update(_ principal: Principal, _ change: (inout RosterEntry) -> Void) {
        guard let home = self.homes[principal] else { return }
        let before = self.nodes[home.node].pages[home.key]
        var after = before
        change(&after)
        precondition(after.principal == principal, "An entry belongs to one participant for good")
        guard after != before else { return }
        let key = after.key
        if key == home.key {
            self.nodes[home.node].pages.replace(after, noting: &self.changes)
        } else {
            self.homes[principal] = Home(node: home.node, key: key)
            self.nodes[home.node].pages.remove(home.key, limits: self.limits, noting: &self.changes)
            self.nodes[home.node].pages.insert(after, limits: self.limits, noting: &self.changes)
        }
        self.shift(home.node, by: RosterCounts(of: after) - RosterCounts(of: before))
    }

    /// Sets for everybody whether an order to be silent stands; costs O(participants), little for each of them.
    ///
    /// What changes is noted and counted once for each page and unit, not for each participant.
    public mutating func setMuted(_ isMuted: (Principal) -> Bool) {
        for node in self.nodes.indices {
            let difference = self.nodes[node].pages.setMuted(isMuted, noting: &self.changes)
            self.shift(node, by: RosterCounts(muted: difference))
        }
    }

    /// Carries a change of counts from a unit up to the root.
    private mutating func shift(_ node: Int, by difference: RosterCounts) {
        guard difference != .zero else { return }
        var next: Int? = node
        while let index = next {
            self.nodes[index].counts += difference
            self.noteSummaries(of: self.nodes[index].unit)
            next = self.nodes[index].parent
            if let next, self.nodes[index].isInRest { self.nodes[next].restCounts += difference }
        }
        self.changes.note(.summary)
    }
}
