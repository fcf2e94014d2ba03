// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What changed in a summary since its stream spoke last.
public struct SummaryDelta: Hashable, Sendable {
    /// The counts of a row, all of them, whichever changed.
    public struct Change: Hashable, Sendable {
        public let row: Int
        public let counts: RosterCounts

        public init(row: Int, counts: RosterCounts) {
            self.row = row
            self.counts = counts
        }
    }

    /// The unit that the summary is about.
    public let unit: UnitID
    /// Of this message: one more than that of the stream's last.
    public let offset: UInt64
    /// New rows only, in order; their numbers go on where the last message that had any stopped.
    public let rows: [SummaryRow]
    /// Ascending by row; a new row counts zero unless it is here too.
    public let counts: [Change]

    public init(unit: UnitID, offset: UInt64, rows: [SummaryRow], counts: [Change]) {
        self.unit = unit
        self.offset = offset
        self.rows = rows
        self.counts = counts
    }
}
