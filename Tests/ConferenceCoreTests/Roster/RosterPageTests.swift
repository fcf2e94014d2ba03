// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Pages of a roster")
final class RosterPageTests {
    private static let unit = UnitID(1)
    private var roster = Roster()

    init() {
        self.roster.addUnit(.sample(1, below: nil))
    }

    private func join(_ ids: ClosedRange<UInt64>) {
        for id in ids { self.roster.add(.sample(id), to: Self.unit) }
    }

    private func leave(_ ids: ClosedRange<UInt64>) {
        for id in ids { self.roster.remove(.account(id)) }
    }

    private func publish(_ page: UInt32) -> PageDelta? {
        guard case .page(let delta) = self.roster.publish(.page(Self.unit, PageNumber(page))) else { return nil }
        return delta
    }

    /// The told page; nil when it is not known.
    private func told(_ page: UInt32) -> PageSnapshot? {
        guard case .page(let snapshot) = self.roster.snapshot(.page(Self.unit, PageNumber(page))) else { return nil }
        return snapshot
    }

    /// Publishes all, then gives the number of entries by page.
    private func sizes() -> [UInt32: Int] {
        for stream in self.takeDirty() { _ = self.roster.publish(stream) }
        var sizes: [UInt32: Int] = [:]
        var next: PageNumber? = .first
        while let number = next, let page = self.told(number.rawValue) {
            sizes[number.rawValue] = page.entries.count
            next = page.next
        }
        return sizes
    }

    private func takeDirty() -> [StreamID] { self.roster.takeDirtyStreams() }

    @Test("page 1 of a known unit is there, empty, at offset 0")
    func emptyPage() {
        let empty = PageSnapshot(unit: Self.unit, page: .first, offset: 0, next: nil, entries: [])
        #expect(self.told(1) == empty)
        #expect(self.publish(1) == nil)
        #expect(self.told(2) == nil)
        #expect(self.roster.snapshot(.page(UnitID(9), .first)) == nil)
        #expect(self.roster.isKnown(.page(Self.unit, .first)) && !self.roster.isKnown(.page(Self.unit, PageNumber(2))))
    }

    @Test("members are sorted by rank, then name key, then principal")
    func order() {
        var late = RosterEntry.sample(1, rank: 2)
        late.nameKey = []
        var short = RosterEntry.sample(2, rank: 1)
        short.nameKey = [7]
        var long = RosterEntry.sample(3, rank: 1)
        long.nameKey = [7, 0]
        let twin = RosterEntry(
            principal: Principal(.guest, 0),
            name: "",
            title: "",
            rank: 1,
            nameKey: [7],
            people: 1,
            role: .attendee,
            sessions: []
        )
        for entry in [late, twin, long, short] { self.roster.add(entry, to: Self.unit) }
        _ = self.publish(1)
        #expect(self.told(1)?.entries.map(\.principal.id) == [2, 0, 3, 1])
    }

    @Test("the 65th member splits the page in two halves, and the first page links to the new one")
    func split() throws {
        self.join(1...64)
        _ = self.publish(1)
        #expect(self.told(2) == nil)
        self.join(65...65)
        let lower = try #require(self.publish(1))
        #expect(lower.remove == (34...64).map { .account($0) })
        #expect(lower.put == [] && lower.next == .changed(PageNumber(2)) && lower.offset == 2)
        let upper = try #require(self.publish(2))
        #expect(upper.put.map(\.entry.principal) == (34...65).map { .account($0) })
        #expect(upper.put.allSatisfy { $0.before == nil } && upper.next == .unchanged && upper.offset == 1)
        #expect(self.sizes() == [1: 33, 2: 32])
    }

    @Test("a page of 16 merges with a neighbour of 32, and the page that closes says so once")
    func merge() throws {
        self.join(1...65)
        _ = self.sizes()
        self.leave(1...1)
        self.leave(50...64)
        #expect(self.sizes() == [1: 32, 2: 17])
        self.leave(65...65)
        #expect(self.told(2) == nil)
        let lower = try #require(self.publish(1))
        #expect(lower.put.map(\.entry.principal) == (34...49).map { .account($0) })
        #expect(lower.next == .changed(nil))
        #expect(self.publish(2) == PageDelta(unit: Self.unit, page: PageNumber(2), offset: 3, isClosed: true))
        #expect(self.publish(2) == nil)
        #expect(self.sizes() == [1: 48])
    }

    @Test("page 1 with 16 members takes in a second page of 32, but not one of 33")
    func mergeIntoFirst() {
        self.join(1...66)
        self.leave(1...17)
        #expect(self.sizes() == [1: 16, 2: 33])
        self.leave(66...66)
        self.join(1...1)
        self.leave(1...1)
        #expect(self.sizes() == [1: 48])
    }

    @Test("a page of 16 beside one of 33 stays, until one of them falls to 16 again")
    func noMerge() {
        self.join(1...65)
        self.leave(50...65)
        #expect(self.sizes() == [1: 33, 2: 16])
        self.leave(1...16)
        #expect(self.sizes() == [1: 17, 2: 16])
        self.leave(17...17)
        #expect(self.sizes() == [1: 32])
    }

    @Test("page 1 stays when it empties, also beside a page that is too full to merge with")
    func firstPageStays() {
        self.join(1...65)
        self.join(66...97)
        self.leave(1...33)
        #expect(self.sizes() == [1: 0, 2: 64])
        self.join(1...1)
        #expect(self.sizes() == [1: 1, 2: 64])
        self.leave(50...97)
        #expect(self.sizes() == [1: 17])
    }

    @Test("another page closes when it empties, however full its neighbours are")
    func emptyPageCloses() {
        self.join(101...165)
        self.join(1...31)
        self.leave(134...165)
        #expect(self.sizes() == [1: 64])
    }

    @Test("the number of a closed page is not used again")
    func numbers() {
        self.join(1...65)
        self.leave(20...65)
        #expect(self.sizes() == [1: 19])
        self.join(20...65)
        #expect(self.sizes() == [1: 33, 3: 32])
    }

    @Test("who came and went between two messages is in neither, who looks as before neither")
    func minimal() {
        self.join(1...3)
        _ = self.publish(1)
        self.join(4...4)
        self.leave(4...4)
        self.roster.update(.account(2)) { $0.isMuted = true }
        self.roster.update(.account(2)) { $0.isMuted = false }
        #expect(self.takeDirty().contains(.page(Self.unit, .first)))
        #expect(self.publish(1) == nil)
        #expect(self.told(1)?.offset == 1)
    }

    @Test("who gets another rank moves within the page by one put")
    func move() {
        self.join(1...4)
        _ = self.publish(1)
        self.roster.update(.account(3)) { $0.rank = -1 }
        var moved = RosterEntry.sample(3)
        moved.rank = -1
        #expect(
            self.publish(1)
                == PageDelta(
                    unit: Self.unit,
                    page: .first,
                    offset: 2,
                    put: [.init(before: .account(1), entry: moved)]
                )
        )
    }

    @Test("who is added to another unit is a member there alone")
    func moveUnit() {
        self.roster.addUnit(.sample(13, below: 1))
        self.join(1...2)
        self.roster.add(.sample(1, people: 5), to: UnitID(13))
        #expect(self.roster.unit(of: .account(1)) == UnitID(13))
        #expect(self.roster.counts == RosterCounts(joined: 2, people: 6))
        #expect(self.sizes() == [1: 1])
        self.roster.add(.sample(1, rank: 3), to: UnitID(13))
        #expect(self.roster[.account(1)] == .sample(1, rank: 3))
        #expect(self.roster.count == 2)
    }

    @Test("who is not there can be removed and updated without effect")
    func absent() {
        _ = self.takeDirty()
        self.roster.remove(.account(9))
        self.roster.update(.account(9)) { $0.isMuted = true }
        #expect(self.takeDirty() == [])
        #expect(self.roster[.account(9)] == nil && self.roster.unit(of: .account(9)) == nil)
    }

    @Test("of closed pages that nobody publishes the oldest are forgotten")
    func forgotten() {
        self.roster = Roster(
            limits: RosterLimits(
                pageEntriesMax: 2,
                sparsePageEntriesMax: 1,
                mergedPageEntriesMax: 2,
                closedPagesMax: 1
            )
        )
        self.roster.addUnit(.sample(1, below: nil))
        self.join(1...3)
        self.leave(3...3)
        self.join(3...3)
        self.leave(3...3)
        #expect(!self.takeDirty().contains(.page(Self.unit, PageNumber(2))))
        #expect(self.publish(2) == nil)
        #expect(self.publish(3)?.isClosed == true)
    }

    @Test("a stream is named dirty once, and not at all when it was published before it was asked for")
    func dirtyOnce() {
        self.join(1...1)
        _ = self.publish(1)
        #expect(self.takeDirty() == [.summary, .unitSummary(Self.unit)])
        #expect(self.takeDirty() == [])
        self.join(2...2)
        #expect(self.takeDirty() == [.summary, .unitSummary(Self.unit), .page(Self.unit, .first)])
    }

    @Test("what is reported of devices or of a connection moves a page but no summary")
    func pageOnly() {
        self.join(1...1)
        _ = self.sizes()
        self.roster.update(.account(1)) { $0.isOnline = false }
        #expect(self.takeDirty() == [.page(Self.unit, .first)])
        self.roster.update(.account(1)) { $0.isOnline = false }
        #expect(self.takeDirty() == [])
        self.roster.update(.account(1)) { $0.isCameraOn = true }
        #expect(self.takeDirty() == [.page(Self.unit, .first)])
    }
}
