// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@Suite("Search in a roster")
struct RosterSearchTests {
    private var roster = Roster()

    init() {
        self.roster.addUnit(.sample(1, below: nil))
        self.roster.addUnit(.sample(13, below: 1, order: 2))
        self.roster.addUnit(.sample(12, below: 1, order: 1))
        self.add(1, "王伟", SearchKeys(pinyin: "wangwei", initials: "ww", phone: "13800138000"), to: 13)
        self.add(2, "王小伟", SearchKeys(pinyin: "wangxiaowei", initials: "wxw", phone: "13900130001"), to: 12)
        self.add(3, "Zhao Min 8000", SearchKeys(), to: 1)
    }

    private mutating func add(_ id: UInt64, _ name: String, _ keys: SearchKeys, to unit: UInt32) {
        var entry = RosterEntry.sample(id, name: name)
        entry.searchKeys = keys
        self.roster.add(entry, to: UnitID(unit))
    }

    private func found(_ query: String) -> [UInt64] {
        self.roster.search(query, limit: 50).matches.map(\.entry.principal.id)
    }

    @Test(
        "a query finds parts of names and readings, first initials and last digits, in the order of the tree",
        arguments: [
            ("王", [2, 1]), ("小", [2]), ("zhao", [3]), ("O M", [3]), ("WANGW", [1]), ("wei", [2, 1]),
            ("wx", [2]), ("w", [2, 1]), ("xw", []), ("0001", [2]), ("8000", [3, 1]), ("138001380001", []),
            ("1380", []), ("13800138000", [1]), ("伟王", []), ("", []), ("王伟王伟王伟", []),
        ] as [(String, [UInt64])]
    )
    func kinds(query: String, expected: [UInt64]) {
        #expect(self.found(query) == expected)
    }

    @Test("at most the limit is given, and whether there is more")
    func limit() {
        let one = self.roster.search("王", limit: 1)
        #expect(one.matches.map(\.unit) == [UnitID(12)] && one.hasMore)
        let two = self.roster.search("王", limit: 2)
        #expect(two.matches.map(\.unit) == [UnitID(12), UnitID(13)] && !two.hasMore)
    }
}
