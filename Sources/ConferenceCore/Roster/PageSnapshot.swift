// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A roster page as its stream has told it so far.
public struct PageSnapshot: Hashable, Sendable {
    public let unit: UnitID
    public let page: PageNumber
    /// Of the stream's last message; zero before the first one, when the page is empty.
    public let offset: UInt64
    /// The page after this one; nil on the unit's last.
    public let next: PageNumber?
    /// By rank, then name key, then principal.
    public let entries: [RosterEntry]

    public init(unit: UnitID, page: PageNumber, offset: UInt64, next: PageNumber?, entries: [RosterEntry]) {
        self.unit = unit
        self.page = page
        self.offset = offset
        self.next = next
        self.entries = entries
    }
}
