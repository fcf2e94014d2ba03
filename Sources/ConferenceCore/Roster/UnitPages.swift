// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// How the members of one unit are cut into pages.
//
// - Page 1 is there from the start, is always the first, and never closes; it may be empty, no other page may.
// - A page that would grow over the limit keeps the lower half; the upper half becomes a new page right after it.
// - A sparse page merges with the page before it, or else with the page after it, when both together hold few enough;
//   an empty page that is not the first closes in any case. Of two pages that merge the earlier one stays.
// - Numbers go up and are never used twice.

/// The members of one unit, without those of the units below it.
struct UnitPages: Sendable {
    let unit: UnitID
    private(set) var pages = [RosterPage(number: .first)]
    private var lastNumber = PageNumber.first

    init(unit: UnitID) {
        self.unit = unit
    }

    /// The entry at `key`, which must be there.
    subscript(key: RosterKey) -> RosterEntry {
        let page = self.pages[self.pageIndex(for: key)]
        return page.entries[page.index(of: key)]
    }

    /// The page that holds `key` or would.
    func pageNumber(for key: RosterKey) -> PageNumber { self.pages[self.pageIndex(for: key)].number }

    func contains(_ number: PageNumber) -> Bool { self.pages.contains { $0.number == number } }

    func snapshot(of number: PageNumber) -> PageSnapshot? {
        guard let index = self.pages.firstIndex(where: { $0.number == number }) else { return nil }
        return self.pages[index].snapshot(of: self.unit)
    }

    /// Nil when there is no such page or nothing to tell of it.
    mutating func publish(_ number: PageNumber) -> PageDelta? {
        guard let index = self.pages.firstIndex(where: { $0.number == number }) else { return nil }
        let next = index + 1 < self.pages.count ? self.pages[index + 1].number : nil
        return self.pages[index].publish(of: self.unit, next: next)
    }

    mutating func insert(_ entry: RosterEntry, limits: RosterLimits, noting changes: inout RosterChanges) {
        let key = entry.key
        let index = self.pageIndex(for: key)
        self.pages[index].entries.insert(entry, at: self.pages[index].index(of: key))
        self.note(index, in: &changes)
        if self.pages[index].entries.count > limits.pageEntriesMax { self.split(index, noting: &changes) }
    }

    /// Takes the entry at `key` out, which must be there.
    mutating func remove(_ key: RosterKey, limits: RosterLimits, noting changes: inout RosterChanges) {
        let index = self.pageIndex(for: key)
        self.pages[index].entries.remove(at: self.pages[index].index(of: key))
        self.note(index, in: &changes)
        if let earlier = self.mergeable(index, limits: limits) {
            self.merge(earlier, limits: limits, noting: &changes)
        }
    }

    /// Puts `entry` in place of the one with the same key, which must be there.
    mutating func replace(_ entry: RosterEntry, noting changes: inout RosterChanges) {
        let key = entry.key
        let index = self.pageIndex(for: key)
        self.pages[index].entries[self.pages[index].index(of: key)] = entry
        self.note(index, in: &changes)
    }

    /// Sets for every entry whether an order to be silent stands.
    ///
    /// - Returns: How many more are muted now.
    mutating func setMuted(_ isMuted: (Principal) -> Bool, noting changes: inout RosterChanges) -> Int32 {
        var difference: Int32 = 0
        for page in self.pages.indices {
            var hasChanged = false
            for entry in self.pages[page].entries.indices {
                let after = isMuted(self.pages[page].entries[entry].principal)
                guard self.pages[page].entries[entry].isMuted != after else { continue }
                self.pages[page].entries[entry].isMuted = after
                difference += after ? 1 : -1
                hasChanged = true
            }
            if hasChanged { self.note(page, in: &changes) }
        }
        return difference
    }

    /// The last page that begins at or before `key`, else the first.
    private func pageIndex(for key: RosterKey) -> Int {
        var low = 1
        var high = self.pages.count
        while low < high {
            let middle = (low + high) / 2
            if self.pages[middle].entries[0].key <= key { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    private mutating func split(_ index: Int, noting changes: inout RosterChanges) {
        let half = (self.pages[index].entries.count + 1) / 2
        let upper = Array(self.pages[index].entries[half...])
        self.pages[index].entries.removeSubrange(half...)
        self.lastNumber = PageNumber(self.lastNumber.rawValue + 1)
        self.pages.insert(RosterPage(number: self.lastNumber, entries: upper), at: index + 1)
        self.note(index + 1, in: &changes)
    }

    /// The earlier of the two pages when the one at `index` should merge, nil when it should not.
    private func mergeable(_ index: Int, limits: RosterLimits) -> Int? {
        let count = self.pages[index].entries.count
        guard count <= limits.sparsePageEntriesMax else { return nil }
        if index > 0 {
            let together = self.pages[index - 1].entries.count + count
            if count == 0 || together <= limits.mergedPageEntriesMax { return index - 1 }
        }
        if index + 1 < self.pages.count {
            let together = count + self.pages[index + 1].entries.count
            if together <= limits.mergedPageEntriesMax { return index }
        }
        return nil
    }

    private mutating func merge(_ earlier: Int, limits: RosterLimits, noting changes: inout RosterChanges) {
        let closed = self.pages.remove(at: earlier + 1)
        self.pages[earlier].entries.append(contentsOf: closed.entries)
        self.note(earlier, in: &changes)
        changes.noteClosed(closed.snapshot(of: self.unit), limits: limits)
    }

    private func note(_ index: Int, in changes: inout RosterChanges) {
        changes.note(.page(self.unit, self.pages[index].number))
    }
}
