// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A summary as its stream has told it so far.
public struct SummarySnapshot: Hashable, Sendable {
    /// The unit that the summary is about.
    public let unit: UnitID
    /// Of the stream's last message; zero before the first one, when there are no rows.
    public let offset: UInt64
    public let rows: [SummaryRow]
    /// One for each of `rows`, by its number.
    public let counts: [RosterCounts]

    public init(unit: UnitID, offset: UInt64, rows: [SummaryRow], counts: [RosterCounts]) {
        precondition(rows.count == counts.count, "Each row has its counts")
        self.unit = unit
        self.offset = offset
        self.rows = rows
        self.counts = counts
    }
}
