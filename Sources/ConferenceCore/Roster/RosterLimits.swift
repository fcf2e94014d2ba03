// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Sizes of roster pages and summaries; part of the protocol, so only tests use others than the defaults.
public struct RosterLimits: Hashable, Sendable {
    /// A page that would hold more entries splits in two halves.
    public let pageEntriesMax: Int
    /// A page that falls to this many entries or fewer looks for a neighbour to merge with.
    public let sparsePageEntriesMax: Int
    /// Two neighbours merge only when they hold at most this many entries together.
    ///
    /// Well below ``pageEntriesMax``, so that a merged page does not split again at the next join.
    public let mergedPageEntriesMax: Int
    /// Rows of a summary, row 0 (the unit itself) and the row of the rest included.
    public let summaryRowsMax: Int
    /// How many closed pages wait for their last message; past it the oldest is forgotten without one.
    ///
    /// Reached only when nobody publishes: whoever watches a page hears of its end within the pace of its stream.
    public let closedPagesMax: Int

    public init(
        pageEntriesMax: Int = 64,
        sparsePageEntriesMax: Int = 16,
        mergedPageEntriesMax: Int = 48,
        summaryRowsMax: Int = 64,
        closedPagesMax: Int = 1_024
    ) {
        precondition(pageEntriesMax >= 2, "A page must hold two entries to have halves")
        precondition(sparsePageEntriesMax < pageEntriesMax, "A full page is not sparse")
        precondition(mergedPageEntriesMax <= pageEntriesMax, "Two pages must fit into the one they merge into")
        precondition(summaryRowsMax >= 2, "A summary needs its own row and the row of the rest")
        precondition(closedPagesMax > 0, "A closed page must be able to say so")
        self.pageEntriesMax = pageEntriesMax
        self.sparsePageEntriesMax = sparsePageEntriesMax
        self.mergedPageEntriesMax = mergedPageEntriesMax
        self.summaryRowsMax = summaryRowsMax
        self.closedPagesMax = closedPagesMax
    }
}
