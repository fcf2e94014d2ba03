// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Summaries of a roster")
final class RosterSummaryTests {
    private var roster = Roster()

    init() {
        self.roster.addUnit(.sample(1, below: nil))
    }

    /// Nil when nothing was to tell or it was no summary.
    private func publish(_ stream: StreamID) -> SummaryDelta? {
        guard case .summary(let delta) = self.roster.publish(stream) else { return nil }
        return delta
    }

    private func snapshot(_ stream: StreamID) -> SummarySnapshot? {
        guard case .summary(let snapshot) = self.roster.snapshot(stream) else { return nil }
        return snapshot
    }

    private func takeDirty() -> [StreamID] { self.roster.takeDirtyStreams() }

    @Test("a summary begins empty at offset 0, and what is there already is its first message")
    func firstMessage() {
        #expect(Roster().snapshot(.summary) == nil)
        #expect(self.snapshot(.summary) == SummarySnapshot(unit: UnitID(1), offset: 0, rows: [], counts: []))
        let root = SummaryRow(row: 0, unit: UnitID(1), name: "Unit 1", order: 0)
        #expect(
            self.publish(.summary) == SummaryDelta(unit: UnitID(1), offset: 1, rows: [root], counts: [])
        )
        #expect(self.publish(.summary) == nil)
        #expect(self.snapshot(.summary)?.counts == [.zero])
    }

    @Test("endpoints, people, hands and mute orders count in the unit and in all above it")
    func counts() {
        self.roster.addUnit(.sample(13, below: 1))
        self.roster.addUnit(.sample(1301, below: 13))
        self.roster.add(.sample(1, people: 12), to: UnitID(1301))
        self.roster.add(.sample(2), to: UnitID(13))
        self.roster.update(.account(1)) { $0.hasHandUp = true }
        self.roster.update(.account(2)) { $0.isMuted = true }
        let all = RosterCounts(joined: 2, hands: 1, muted: 1, people: 13)
        #expect(self.roster.counts == all)
        #expect(self.roster.counts(of: UnitID(13)) == all)
        #expect(self.roster.counts(of: UnitID(1301)) == RosterCounts(joined: 1, hands: 1, people: 12))
        #expect(self.roster.counts(of: UnitID(9)) == nil)
        self.roster.remove(.account(1))
        #expect(self.roster.counts == RosterCounts(joined: 1, muted: 1, people: 1))
        self.roster.remove(.account(2))
        #expect(self.roster.counts == .zero)
    }

    @Test("an order against all shows like one against each, on every entry, in every count and in every stream")
    func orderAgainstAll() {
        let limits = RosterLimits(pageEntriesMax: 4, sparsePageEntriesMax: 1, mergedPageEntriesMax: 3)
        var single = Roster(limits: limits)
        single.addUnit(.sample(1, below: nil))
        single.addUnit(.sample(13, below: 1))
        single.addUnit(.sample(1301, below: 13))
        for account in 1...30 { single.add(.sample(UInt64(account)), to: UnitID([1, 13, 1301][account % 3])) }
        single.update(.account(7)) { $0.isMuted = true }
        for stream in single.takeDirtyStreams() { _ = single.publish(stream) }
        var whole = single
        // Some are muted already, one is let off, the others change.
        let muted = { (principal: Principal) in principal.id % 5 != 0 }
        for account in 1...30 {
            single.update(.account(UInt64(account))) { $0.isMuted = muted($0.principal) }
        }
        whole.setMuted(muted)
        #expect(whole.counts == single.counts && whole.counts.muted == 24)
        #expect(whole.members.map(\.entry) == single.members.map(\.entry))
        let dirty = single.takeDirtyStreams()
        #expect(whole.takeDirtyStreams() == dirty)
        for stream in dirty { #expect(whole.publish(stream) == single.publish(stream)) }
        whole.setMuted(muted)
        #expect(whole.takeDirtyStreams().isEmpty, "what is so already was told")
    }

    @Test("a message has only new rows and only counts that changed")
    func minimal() {
        for unit: UInt32 in [13, 14] { self.roster.addUnit(.sample(unit, below: 1)) }
        self.roster.add(.sample(1), to: UnitID(13))
        _ = self.publish(.summary)
        self.roster.addUnit(.sample(31, below: 1, order: 31))
        self.roster.add(.sample(2), to: UnitID(31))
        self.roster.add(.sample(3), to: UnitID(13))
        self.roster.remove(.account(3))
        #expect(
            self.publish(.summary)
                == SummaryDelta(
                    unit: UnitID(1),
                    offset: 2,
                    rows: [SummaryRow(row: 3, unit: UnitID(31), name: "Unit 31", order: 31)],
                    counts: [
                        .init(row: 0, counts: RosterCounts(joined: 2, people: 2)),
                        .init(row: 3, counts: RosterCounts(joined: 1, people: 1)),
                    ]
                )
        )
    }

    @Test("62 children have rows of their own; the 63rd and all later ones share row 63")
    func rest() throws {
        for unit: UInt32 in 101...162 { self.roster.addUnit(.sample(unit, below: 1)) }
        #expect(self.publish(.summary)?.rows.count == 63)
        for unit: UInt32 in 163...170 {
            self.roster.addUnit(.sample(unit, below: 1))
            self.roster.add(.sample(UInt64(unit)), to: UnitID(unit))
        }
        self.roster.add(.sample(1), to: UnitID(162))
        let delta = try #require(self.publish(.summary))
        #expect(delta.rows == [SummaryRow(row: 63, unit: .rest, name: "", order: .max)])
        #expect(
            delta.counts == [
                .init(row: 0, counts: RosterCounts(joined: 9, people: 9)),
                .init(row: 62, counts: RosterCounts(joined: 1, people: 1)),
                .init(row: 63, counts: RosterCounts(joined: 8, people: 8)),
            ]
        )
        let snapshot = try #require(self.snapshot(.summary))
        #expect(snapshot.rows.map(\.row) == Array(0...63))
        #expect(snapshot.rows[62].unit == UnitID(162))
    }

    @Test("the root's own summary is told apart from the room's, with the same content")
    func rootUnit() {
        self.roster.add(.sample(1), to: UnitID(1))
        #expect(self.publish(.summary)?.offset == 1)
        self.roster.add(.sample(2), to: UnitID(1))
        #expect(self.publish(.summary)?.offset == 2)
        #expect(self.publish(.unitSummary(UnitID(1)))?.offset == 1)
        #expect(self.snapshot(.summary)?.counts == self.snapshot(.unitSummary(UnitID(1)))?.counts)
        #expect(self.roster.snapshot(.unitSummary(UnitID(2))) == nil)
    }
}
