// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

/// A roster, the naive roster beside it, and a client that watches some of its streams.
///
/// A value: an exhaustive search copies it at every fork.
struct RosterWorld {
    let limits: RosterLimits
    private(set) var roster: Roster
    private(set) var naive = NaiveRoster()
    private(set) var client = RosterModel()
    /// Named by `takeDirtyStreams` and not published since.
    private var pending: Set<StreamID> = []
    /// The highest page number seen in each unit, and all numbers that are live.
    private var lastPages: [UnitID: PageNumber] = [:]
    private var livePages: [UnitID: Set<PageNumber>] = [:]

    init(limits: RosterLimits) {
        self.limits = limits
        self.roster = Roster(limits: limits)
    }

    // MARK: Steps

    mutating func addUnit(_ id: UInt32, below parent: UInt32?, order: Int32 = 0) {
        let unit = RosterUnit(id: UnitID(id), parent: parent.map { UnitID($0) }, name: "Unit \(id)", order: order)
        self.roster.addUnit(unit)
        self.naive.addUnit(unit)
    }

    mutating func add(_ entry: RosterEntry, to unit: UnitID) {
        self.roster.add(entry, to: unit)
        self.naive.add(entry, to: unit)
    }

    mutating func remove(_ principal: Principal) {
        self.roster.remove(principal)
        self.naive.remove(principal)
    }

    mutating func update(_ principal: Principal, _ change: (inout RosterEntry) -> Void) {
        self.roster.update(principal, change)
        self.naive.update(principal, change)
    }

    mutating func watch(_ stream: StreamID) {
        if let snapshot = self.roster.snapshot(stream) { self.client.reset(stream, to: snapshot) }
    }

    mutating func unwatch(_ stream: StreamID) {
        self.client.unwatch(stream)
    }

    mutating func publish(_ stream: StreamID) throws {
        self.pending.remove(stream)
        if let delta = self.roster.publish(stream) { try self.client.receive(delta, on: stream) }
    }

    mutating func takeDirty() {
        let dirty = self.roster.takeDirtyStreams()
        self.demand(dirty == Set(dirty).sorted(), "dirty streams each once, in order")
        self.pending.formUnion(dirty)
    }

    mutating func publishDirty() throws {
        self.takeDirty()
        for stream in self.pending.sorted() { try self.publish(stream) }
    }

    // MARK: Checks

    /// Everything that must hold after any step; `note` says which seed and step it was.
    mutating func check(_ note: @autoclosure () -> String) throws {
        self.demand(self.roster.count == self.naive.members.count, "the count \(note())")
        for (stream, image) in self.client.images {
            // A page that closed and has not said so is still on the client's screen.
            guard let told = self.roster.snapshot(stream) else { continue }
            self.demand(image == told, "a client of \(stream) \(note())")
        }
        for unit in self.naive.units {
            let counts = self.naive.counts(of: unit.id)
            self.demand(self.roster.counts(of: unit.id) == counts, "counts of \(unit.id) \(note())")
        }
        self.demand(self.roster.members.map(\.entry.principal) == self.naive.membersByTree(), "members \(note())")
        var later = self
        try later.publishDirty()
        later.checkPublished(note)
        self.lastPages = later.lastPages
        self.livePages = later.livePages
    }

    /// After publishing what was named dirty, everything told is as it is, and nothing is left to tell.
    private mutating func checkPublished(_ note: () -> String) {
        self.demand(self.roster.takeDirtyStreams() == [], "dirty after all was published \(note())")
        for unit in self.naive.units {
            let expected = self.naive.rows(of: unit, limits: self.limits)
            self.demand(expected.rows.count <= self.limits.summaryRowsMax, "too many rows \(note())")
            let isRoot = unit.id == self.naive.units.first?.id
            for stream in isRoot ? [StreamID.summary, .unitSummary(unit.id)] : [.unitSummary(unit.id)] {
                guard case .summary(let told) = self.roster.snapshot(stream) else {
                    Issue.record("\(stream) is not known \(note())")
                    continue
                }
                self.demand(told.unit == unit.id, "unit of \(stream) \(note())")
                self.demand(told.rows == expected.rows, "rows of \(stream) \(note())")
                self.demand(told.counts == expected.counts, "counts of \(stream) \(note())")
                self.demand(self.roster.publish(stream) == nil, "more to tell of \(stream) \(note())")
            }
            self.checkPages(of: unit.id, note)
        }
        for (stream, image) in self.client.images {
            self.demand(image == self.roster.snapshot(stream), "a client of \(stream) in the end \(note())")
        }
    }

    private mutating func checkPages(of unit: UnitID, _ note: () -> String) {
        var entries: [RosterEntry] = []
        var numbers: Set<PageNumber> = []
        var next: PageNumber? = .first
        while let number = next {
            guard case .page(let page) = self.roster.snapshot(.page(unit, number)), !numbers.contains(number) else {
                Issue.record("page \(number) of \(unit) is missing or linked in a circle \(note())")
                return
            }
            self.demand(page.entries.count <= self.limits.pageEntriesMax, "an overfull page \(note())")
            self.demand(number == .first || !page.entries.isEmpty, "an empty page \(note())")
            for entry in page.entries {
                let principal = entry.principal
                self.demand(self.roster[principal] == entry, "entry of \(principal) \(note())")
                self.demand(self.roster.page(of: principal) == number, "page of \(principal) \(note())")
                self.demand(self.roster.unit(of: principal) == unit, "unit of \(principal) \(note())")
            }
            self.demand(self.roster.publish(.page(unit, number)) == nil, "more to tell of \(number) \(note())")
            numbers.insert(number)
            entries += page.entries
            next = page.next
        }
        self.demand(entries == self.naive.entries(of: unit), "pages of \(unit) \(note())")
        let last = self.lastPages[unit] ?? PageNumber(0)
        let fresh = numbers.subtracting(self.livePages[unit] ?? [])
        self.demand(fresh.allSatisfy { $0 > last }, "a page number came again \(note())")
        self.livePages[unit] = numbers
        self.lastPages[unit] = max(last, numbers.max() ?? last)
    }

    /// As `#expect`, without its price: the exhaustive test asks a million times.
    private func demand(_ isTrue: Bool, _ what: @autoclosure () -> String) {
        if !isTrue { Issue.record("\(what())") }
    }
}
