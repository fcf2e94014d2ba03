// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Which streams have something to tell, and which pages have their end to tell.
struct RosterChanges: Sendable {
    private var dirty: Set<StreamID> = []
    /// As they were told last, oldest first; bounded by ``RosterLimits/closedPagesMax``.
    private var closed: [PageSnapshot] = []

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

    /// - Parameter page: As its stream has told it.
    mutating func noteClosed(_ page: PageSnapshot, limits: RosterLimits) {
        if self.closed.count == limits.closedPagesMax {
            let oldest = self.closed.removeFirst()
            self.dirty.remove(.page(oldest.unit, oldest.page))
        }
        self.closed.append(page)
        self.dirty.insert(.page(page.unit, page.page))
    }

    /// A page that has closed and not said so yet, as it was told last.
    func closing(_ page: PageNumber, of unit: UnitID) -> PageSnapshot? {
        self.closed.first { $0.page == page && $0.unit == unit }
    }

    /// The page's last message; nil when it never closed or has said so already.
    mutating func takeClosed(_ page: PageNumber, of unit: UnitID) -> PageDelta? {
        guard let index = self.closed.firstIndex(where: { $0.page == page && $0.unit == unit }) else { return nil }
        let offset = self.closed.remove(at: index).offset + 1
        return PageDelta(unit: unit, page: page, offset: offset, isClosed: true)
    }
}
