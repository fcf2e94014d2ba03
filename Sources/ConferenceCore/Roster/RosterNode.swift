// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A unit, what is counted below it, who belongs to it, and what its summary has told.
struct RosterNode: Sendable {
    let unit: UnitID
    let name: String
    let order: Int32
    /// Index of the parent's node; nil for the root.
    let parent: Int?
    /// Zero for the root.
    let depth: Int
    /// Whether the parent's summary counts this unit in the row of the rest.
    let isInRest: Bool
    /// Indices of nodes in the order in which they became known.
    var children: [Int] = []
    /// The unit with everything below it.
    var counts = RosterCounts.zero
    /// The children that have no row of their own.
    var restCounts = RosterCounts.zero
    var pages: UnitPages
    var summary = ToldSummary()

    init(_ unit: RosterUnit, parent: Int?, depth: Int, isInRest: Bool) {
        self.unit = unit.id
        self.name = unit.name
        self.order = unit.order
        self.parent = parent
        self.depth = depth
        self.isInRest = isInRest
        self.pages = UnitPages(unit: unit.id)
    }
}

/// What a summary's stream has told so far.
///
/// Rows never change, so their number is enough to know which were told.
struct ToldSummary: Sendable {
    var offset: UInt64 = 0
    var counts: [RosterCounts] = []
}
