// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One page of a unit's members, as it is and as its stream has told it.
///
/// Both images share their storage until the page changes, and no list of changes grows in between: the difference is
/// worked out when it is asked for, from two arrays of bounded length.
struct RosterPage: Sendable {
    let number: PageNumber
    /// Sorted by key.
    var entries: [RosterEntry]
    private(set) var offset: UInt64 = 0
    private var told: [RosterEntry] = []
    private var toldNext: PageNumber?

    init(number: PageNumber, entries: [RosterEntry] = []) {
        self.number = number
        self.entries = entries
    }

    /// Where `key` is, or where it belongs.
    func index(of key: RosterKey) -> Int {
        var low = 0
        var high = self.entries.count
        while low < high {
            let middle = (low + high) / 2
            if self.entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func snapshot(of unit: UnitID) -> PageSnapshot {
        PageSnapshot(unit: unit, page: self.number, offset: self.offset, next: self.toldNext, entries: self.told)
    }

    /// - Parameter next: The page that follows at present.
    mutating func publish(of unit: UnitID, next: PageNumber?) -> PageDelta? {
        let (remove, put) = Self.difference(from: self.told, to: self.entries)
        let link: PageDelta.NextPage = next == self.toldNext ? .unchanged : .changed(next)
        guard !remove.isEmpty || !put.isEmpty || link != .unchanged else { return nil }
        self.offset += 1
        self.told = self.entries
        self.toldNext = next
        return PageDelta(unit: unit, page: self.number, offset: self.offset, remove: remove, put: put, next: link)
    }

    /// Walks both sorted lists side by side.
    ///
    /// Entries that look as before keep their order among each other, because their keys are the same; so each other
    /// entry can be put in front of the next such one, first to last, wherever it was before.
    private static func difference(
        from old: [RosterEntry],
        to new: [RosterEntry]
    ) -> (remove: [Principal], put: [PageDelta.Put]) {
        var gone: [Principal] = []
        var put: [PageDelta.Put] = []
        var placed = 0  // Those of `put` that know what they are in front of.
        var rest = old[...]
        for entry in new {
            while let first = rest.first, first.key < entry.key {
                gone.append(first.principal)
                rest.removeFirst()
            }
            if let first = rest.first, first.key == entry.key {
                rest.removeFirst()
                if first == entry {
                    for index in placed..<put.count { put[index].before = entry.principal }
                    placed = put.count
                    continue
                }
            }
            put.append(PageDelta.Put(before: nil, entry: entry))
        }
        gone.append(contentsOf: rest.lazy.map(\.principal))
        gone.removeAll { principal in put.contains { $0.entry.principal == principal } }  // Moved within the page.
        return (gone, put)
    }
}
