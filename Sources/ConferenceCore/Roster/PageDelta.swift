// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What changed on a roster page since its stream spoke last.
///
/// Applied in this order: `remove` takes entries out; then each of `put` in turn puts an entry in, replacing an entry
/// of the same participant; then `next`. It is minimal: an entry that looks as before is in neither list.
public struct PageDelta: Hashable, Sendable {
    /// An entry and its place.
    public struct Put: Hashable, Sendable {
        /// The participant in front of whom the entry belongs; nil: at the end.
        ///
        /// Always one that the same delta neither removes nor puts.
        public var before: Principal?
        public let entry: RosterEntry

        public init(before: Principal?, entry: RosterEntry) {
            self.before = before
            self.entry = entry
        }
    }

    /// Whether another page follows now.
    public enum NextPage: Hashable, Sendable {
        case unchanged
        /// Nil: this page is the unit's last now.
        case changed(PageNumber?)
    }

    public let unit: UnitID
    public let page: PageNumber
    /// Of this message: one more than that of the stream's last.
    public let offset: UInt64
    public let remove: [Principal]
    public let put: [Put]
    public let next: NextPage
    /// The page has merged into its neighbour; nothing follows, and nothing else is told.
    public let isClosed: Bool

    public init(
        unit: UnitID,
        page: PageNumber,
        offset: UInt64,
        remove: [Principal] = [],
        put: [Put] = [],
        next: NextPage = .unchanged,
        isClosed: Bool = false
    ) {
        self.unit = unit
        self.page = page
        self.offset = offset
        self.remove = remove
        self.put = put
        self.next = next
        self.isClosed = isClosed
    }
}
