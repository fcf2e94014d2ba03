// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What one row of a summary is about; a row keeps its number and its unit for good.
public struct SummaryRow: Hashable, Sendable {
    /// Zero for the unit that the summary is about; its children follow in the order in which they became known.
    public let row: Int
    /// ``UnitID/rest`` for the row of all children that have none of their own.
    public let unit: UnitID
    /// Empty for the row of the rest.
    public let name: String
    /// Sorts rows on the screen, lowest first; the row of the rest has the highest there is.
    public let order: Int32

    public init(row: Int, unit: UnitID, name: String, order: Int32) {
        self.row = row
        self.unit = unit
        self.name = name
        self.order = order
    }
}

extension UnitID {
    /// Stands in a summary for all children that have no row of their own; no unit may have this number.
    public static let rest = UnitID(0)
}
