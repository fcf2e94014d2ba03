// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Units of a roster")
final class RosterUnitTests {
    private var roster = Roster()

    init() {
        self.roster.addUnit(.sample(1, below: nil))
        self.roster.addUnit(.sample(13, below: 1))
        self.roster.addUnit(.sample(1301, below: 13))
    }

    private func publish(_ stream: StreamID) -> RosterDelta? { self.roster.publish(stream) }

    private func takeDirty() -> [StreamID] { self.roster.takeDirtyStreams() }

    @Test("the path of a unit begins at the root")
    func path() {
        #expect(self.roster.path(of: UnitID(1301)) == [UnitID(1), UnitID(13), UnitID(1301)])
        #expect(self.roster.path(of: UnitID(1)) == [UnitID(1)])
        #expect(self.roster.path(of: UnitID(99)) == [])
        #expect(self.roster.isKnown(UnitID(13)) && !self.roster.isKnown(UnitID(99)))
    }

    @Test("a known unit that is added again keeps its name and place")
    func addedAgain() {
        _ = self.takeDirty()
        self.roster.addUnit(RosterUnit(id: UnitID(1301), parent: UnitID(1), name: "Renamed", order: 9))
        #expect(self.roster.path(of: UnitID(1301)).count == 3)
        #expect(self.roster.units.last == .sample(1301, below: 13))
        #expect(self.takeDirty() == [])
    }

    @Test("a unit with no parent, an unknown one or itself as parent is counted below the root")
    func strayUnits() {
        self.roster.addUnit(.sample(2, below: nil))
        self.roster.addUnit(.sample(3, below: 77))
        self.roster.addUnit(.sample(4, below: 4))
        for unit in [UnitID(2), UnitID(3), UnitID(4)] {
            #expect(self.roster.path(of: unit) == [UnitID(1), unit])
            self.roster.add(.sample(UInt64(unit.rawValue)), to: unit)
        }
        #expect(self.roster.counts.joined == 3)
    }

    @Test("units added to an empty roster in the same order get the same rows")
    func sameOrder() {
        self.roster.addUnit(.sample(12, below: 1))
        var copy = Roster()
        for unit in self.roster.units { copy.addUnit(unit) }
        let told = copy.publish(.summary)
        #expect(told != nil && told == self.publish(.summary))
        #expect(copy.units == self.roster.units)
    }

    @Test("members are listed as the tree goes: a unit before those below it, siblings by order, then number")
    func treeOrder() {
        self.roster.addUnit(.sample(12, below: 1, order: 1))
        self.roster.addUnit(.sample(11, below: 1, order: 1))
        self.roster.addUnit(.sample(1300, below: 13))
        for unit: UInt32 in [1, 11, 12, 13, 1300, 1301] {
            self.roster.add(.sample(UInt64(10_000 - unit)), to: UnitID(unit))
        }
        #expect(self.roster.members.map(\.unit.rawValue) == [1, 13, 1300, 1301, 11, 12])
    }

    @Test("a member of a unit that is not known is a bug")
    func unknownUnit() async {
        await #expect(processExitsWith: .failure) {
            var roster = Roster()
            roster.add(.sample(1), to: UnitID(1))
        }
    }

    @Test("an update that changes the principal is a bug")
    func principalChanged() async {
        await #expect(processExitsWith: .failure) {
            var roster = Roster()
            roster.addUnit(.sample(1, below: nil))
            roster.add(.sample(1), to: UnitID(1))
            roster.update(.account(1)) { $0 = .sample(2) }
        }
    }
}
