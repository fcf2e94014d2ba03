// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Which streams have something to tell, and which pages have their end to tell.
struct RosterChanges: Sendable {
    private struct ClosedPage: Sendable {
        let unit: UnitID
        let page: PageNumber
        let offset: UInt64
    }

    private var dirty: Set<StreamID> = []
    /// Oldest first; bounded by ``RosterLimits/closedPagesMax``.
    private var closed: [ClosedPage] = []

    mutating func note(_ stream: StreamID) {
        self.dirty.insert(stream)
    }

    mutating func clear(_ stream: StreamID) {
        self.dirty.remove(stream)
    }

    /// Sorted, because a set's order differs from process to process.
    mutating func take() -> [StreamID] {
        defer { self.dirty.removeAll(keepingCapacity: true) }
        return self.dirty.sorted()
    }

    /// - Parameter offset: Of the last message of the page's stream.
    mutating func noteClosed(_ page: PageNumber, of unit: UnitID, offset: UInt64, limits: RosterLimits) {
        if self.closed.count == limits.closedPagesMax {
            let oldest = self.closed.removeFirst()
            self.dirty.remove(.page(oldest.unit, oldest.page))
        }
        self.closed.append(ClosedPage(unit: unit, page: page, offset: offset))
        self.dirty.insert(.page(unit, page))
    }

    /// The page's last message; nil when it never closed or has said so already.
    mutating func takeClosed(_ page: PageNumber, of unit: UnitID) -> PageDelta? {
        guard let index = self.closed.firstIndex(where: { $0.page == page && $0.unit == unit }) else { return nil }
        let offset = self.closed.remove(at: index).offset + 1
        return PageDelta(unit: unit, page: page, offset: offset, isClosed: true)
    }
}
