// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// All participants with their units: unit by unit as the tree goes (each before those below it, siblings by order,
/// then number), within a unit by rank, name key and principal.
public struct RosterMembers: Sequence, Sendable {
    public struct Iterator: IteratorProtocol {
        private let roster: Roster
        private var unit = 0
        private var page = 0
        private var entry = 0

        init(_ roster: Roster) {
            self.roster = roster
        }

        public mutating func next() -> (unit: UnitID, entry: RosterEntry)? {
            while self.unit < self.roster.treeOrder.count {
                let index = self.roster.treeOrder[self.unit]
                if self.page == self.roster.nodes[index].pages.pages.count {
                    self.unit += 1
                    self.page = 0
                } else if self.entry == self.roster.nodes[index].pages.pages[self.page].entries.count {
                    self.page += 1
                    self.entry = 0
                } else {
                    defer { self.entry += 1 }
                    let entry = self.roster.nodes[index].pages.pages[self.page].entries[self.entry]
                    return (self.roster.nodes[index].unit, entry)
                }
            }
            return nil
        }
    }

    private let roster: Roster

    init(_ roster: Roster) {
        self.roster = roster
    }

    public var underestimatedCount: Int { self.roster.count }

    public func makeIterator() -> Iterator { Iterator(self.roster) }
}

extension Roster {
    /// All participants in an order that depends on nothing but them and their units.
    ///
    /// Holds the roster as it is now: changes made during the iteration do not show, and cost one copy of what they
    /// touch.
    public var members: RosterMembers { RosterMembers(self) }
}
