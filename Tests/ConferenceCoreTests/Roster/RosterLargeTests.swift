// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("A roster of 7,000")
struct RosterLargeTests {
    @Test("7,000 joins to 31 provinces of 11 cities, published each 100, give right pages, counts and clients")
    func joinAll() throws {
        var roster = Roster()
        var dice = Dice(seed: 7_000)
        roster.addUnit(.sample(1, below: nil))
        let provinces = (1...31).map { UInt32($0 + 10) }
        for province in provinces {
            roster.addUnit(.sample(province, below: 1))
            for city in 1...UInt32(11) { roster.addUnit(.sample(province * 100 + city, below: province)) }
        }
        #expect(roster.units.count == 1 + 31 + 341)
        var client = RosterModel()
        for stream in [StreamID.summary, .unitSummary(UnitID(11)), .page(UnitID(1), .first)] {
            client.reset(stream, to: try #require(roster.snapshot(stream)))
        }
        var expected: [UnitID: [RosterEntry]] = [:]
        for id in UInt64(0)..<7_000 {
            // Every seventh is a member of the root or of a province.
            let province = dice.pick(provinces)
            let city = province * 100 + 1 + UInt32(dice.roll(11))
            let unit = UnitID(id % 7 > 0 ? city : id % 14 > 0 ? 1 : province)
            let entry = RosterEntry.sample(UInt64(dice.roll(1 << 16)) << 16 | id, people: Int32(1 + dice.roll(20)))
            roster.add(entry, to: unit)
            expected[unit, default: []].append(entry)
            guard id % 100 == 99 else { continue }
            for stream in roster.takeDirtyStreams() {
                if let delta = roster.publish(stream) { try client.receive(delta, on: stream) }
            }
            for (stream, image) in client.images { #expect(image == roster.snapshot(stream)) }
        }
        let dirty = roster.takeDirtyStreams()
        #expect(dirty == [])
        let people = expected.values.joined().reduce(0) { $0 + $1.people }
        #expect(roster.counts == RosterCounts(joined: 7_000, people: people))
        for unit in roster.units {
            let members = (expected[unit.id] ?? []).sorted { Self.key($0) < Self.key($1) }
            let pages = try Self.pages(of: unit.id, in: roster)
            #expect(pages.flatMap(\.entries) == members)
            #expect(pages.allSatisfy { $0.entries.count <= 64 })
            #expect(pages.count <= 1 + members.count / 32)
        }
    }

    private static func key(_ entry: RosterEntry) -> UInt64 {
        (entry.principal.id & 0xFFFF) << 32 | entry.principal.id
    }

    private static func pages(of unit: UnitID, in roster: Roster) throws -> [PageSnapshot] {
        var pages: [PageSnapshot] = []
        var next: PageNumber? = .first
        while let number = next {
            guard case .page(let page) = roster.snapshot(.page(unit, number)) else {
                throw RosterModel.Fault(description: "page \(number) of \(unit) is missing")
            }
            pages.append(page)
            next = page.next
        }
        return pages
    }
}
