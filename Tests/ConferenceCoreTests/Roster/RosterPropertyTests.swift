// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Rosters under any sequence of changes")
struct RosterPropertyTests {
    private static let steps = 120
    private static let choices = 5

    @Test(
        "clients see what was published, and what is published in the end is what a recount says",
        arguments: Seeds.all
    )
    func agreesWithNaive(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var world = RosterWorld(limits: Self.limits(&dice))
        world.addUnit(1, below: nil)
        for step in 0..<Self.steps {
            try Self.step(&world, &dice)
            try world.check("seed \(seed) step \(step)")
        }
        try world.publishDirty()
        for stream in world.client.images.keys { #expect(world.client.images[stream] == world.roster.snapshot(stream)) }
    }

    @Test(
        "every sequence of six changes to three participants on pages of two keeps pages, counts and clients right",
        arguments: 0..<Self.choices
    )
    func exhaustive(first: Int) throws {
        let limits = RosterLimits(
            pageEntriesMax: 2,
            sparsePageEntriesMax: 1,
            mergedPageEntriesMax: 2,
            summaryRowsMax: 2
        )
        var world = RosterWorld(limits: limits)
        world.addUnit(1, below: nil)
        world.addUnit(2, below: 1)
        for stream in [StreamID.summary, .unitSummary(UnitID(2)), .page(UnitID(2), .first)] { world.watch(stream) }
        var visited = 0
        try Self.change(&world, first)
        try Self.explore(world, depth: 5, path: [first], &visited)
        #expect(visited == 5 + 25 + 125 + 625 + 3_125)
    }

    private static func explore(_ world: RosterWorld, depth: Int, path: [Int], _ visited: inout Int) throws {
        guard depth > 0 else { return }
        for choice in 0..<Self.choices {
            var world = world
            try Self.change(&world, choice)
            visited += 1
            try world.check("path \(path + [choice])")
            try Self.explore(world, depth: depth - 1, path: path + [choice], &visited)
        }
    }

    /// The first three let a participant come or go, the fourth moves the second one to the end or back, the last
    /// publishes.
    private static func change(_ world: inout RosterWorld, _ choice: Int) throws {
        switch choice {
        case 3:
            world.update(.account(1)) { $0.rank = 1 - $0.rank }
        case 4:
            try world.publishDirty()
            for page in UInt32(2)...4 { world.watch(.page(UnitID(2), PageNumber(page))) }
        default:
            let principal = Principal.account(UInt64(choice))
            if world.roster[principal] == nil {
                world.add(.sample(principal.id), to: UnitID(2))
            } else {
                world.remove(principal)
            }
        }
    }

    private static func limits(_ dice: inout Dice) -> RosterLimits {
        if dice.hits(onceIn: 8) { return RosterLimits() }
        let page = 2 + dice.roll(5)
        return RosterLimits(
            pageEntriesMax: page,
            sparsePageEntriesMax: dice.roll(page),
            mergedPageEntriesMax: 1 + dice.roll(page),
            summaryRowsMax: 2 + dice.roll(4)
        )
    }

    private static func step(_ world: inout RosterWorld, _ dice: inout Dice) throws {
        let units = world.naive.units.map(\.id)
        let principal = Principal.account(UInt64(dice.roll(24)))
        switch dice.roll(20) {
        case 0 where units.count < 12:
            let parent = dice.pick(units).rawValue
            world.addUnit(UInt32(100 - units.count), below: parent, order: Int32(dice.roll(3)))
        case 0...6:
            // Half of the joins go to one unit, so that its pages split.
            world.add(Self.entry(principal.id, &dice), to: dice.hits(onceIn: 2) ? units[0] : dice.pick(units))
        case 7...9:
            world.remove(principal)
        case 10...13:
            Self.update(principal, of: &world, &dice)
        case 14:
            world.takeDirty()
        case 15:
            try world.publishDirty()
        case 16, 17:
            let stream = Self.stream(of: units, &dice)
            if dice.hits(onceIn: 2) { try world.publish(stream) }
            world.watch(stream)
        case 18:
            world.unwatch(Self.stream(of: units, &dice))
        default:
            for _ in 0..<3 { try world.publish(Self.stream(of: units, &dice)) }
        }
    }

    private static func update(_ principal: Principal, of world: inout RosterWorld, _ dice: inout Dice) {
        let value = Int32(dice.roll(3))
        switch dice.roll(7) {
        case 0: world.update(principal) { $0.hasHandUp.toggle() }
        case 1: world.update(principal) { $0.isMuted.toggle() }
        case 2: world.update(principal) { $0.people = value + 1 }
        case 3: world.update(principal) { $0.isOnline.toggle() }
        case 4: world.update(principal) { $0.rank = value }
        case 5: world.update(principal) { $0.nameKey = [UInt8(value)] }
        default: world.update(principal) { $0.role = value == 0 ? .presenter : .attendee }
        }
    }

    private static func entry(_ id: UInt64, _ dice: inout Dice) -> RosterEntry {
        var entry = RosterEntry.sample(id, rank: Int32(dice.roll(3)), people: Int32(1 + dice.roll(3)))
        entry.nameKey = Array(repeating: UInt8(dice.roll(3)), count: dice.roll(3))
        entry.hasHandUp = dice.hits(onceIn: 3)
        return entry
    }

    private static func stream(of units: [UnitID], _ dice: inout Dice) -> StreamID {
        let unit = dice.hits(onceIn: 2) ? units[0] : dice.pick(units)
        switch dice.roll(6) {
        case 0: return .summary
        case 1: return .unitSummary(unit)
        default: return .page(unit, PageNumber(UInt32(1 + dice.roll(6))))
        }
    }
}
