// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import DirectoryCore

extension OrgUnitID {
    /// The unit of that number.
    static func test(_ number: UInt32) -> OrgUnitID {
        guard let id = OrgUnitID(number) else { preconditionFailure("Zero is no unit") }
        return id
    }
}

extension UnitDetails {
    static func test(_ code: String, name: String? = nil, tier: UInt8 = 1, order: Int32 = 0) -> UnitDetails {
        guard let code = UnitCode(code) else { preconditionFailure("Not a code") }
        return UnitDetails(code: code, name: name ?? "unit \(code)", tier: tier, kind: .local, order: order)
    }
}

@Suite("The organisation tree")
struct OrgTreeTests {
    // /cn, /cn/13, /cn/13/1301, /cn/14
    private var tree: OrgTree

    init() throws {
        var tree = OrgTree()
        _ = try tree.add(.test(1), under: nil, .test("cn"))
        _ = try tree.add(.test(2), under: .test(1), .test("13", tier: 2, order: 2))
        _ = try tree.add(.test(3), under: .test(2), .test("1301", tier: 3))
        _ = try tree.add(.test(4), under: .test(1), .test("14", tier: 2, order: 1))
        self.tree = tree
    }

    @Test("finds a unit by its path, and the path of a unit")
    func paths() throws {
        #expect(try #require(UnitPath("/cn/13/1301")).description == "/cn/13/1301")
        #expect(self.tree.unit(at: try #require(UnitPath("/cn/13/1301/")))?.id == .test(3))
        #expect(self.tree.unit(at: try #require(UnitPath("/cn/15"))) == nil)
        #expect(self.tree.unit(at: try #require(UnitPath("/us"))) == nil)
        #expect(self.tree.path(of: .test(3))?.description == "/cn/13/1301")
        #expect(self.tree.line(to: .test(3)).map(\.id) == [.test(1), .test(2), .test(3)])
        #expect(self.tree.subtree(of: .test(1)) == [.test(1), .test(4), .test(2), .test(3)])
    }

    @Test("a path is codes behind slashes", arguments: ["", "/", "cn", "//", "/cn//13", "/CN", "/cn 1", "/中国"])
    func badPaths(text: String) {
        #expect(UnitPath(text) == nil)
    }

    @Test("refuses a second root, an unknown parent and a code that a sibling has")
    func adding() {
        var tree = self.tree
        #expect(throws: DirectoryRefusal.secondRoot) { try tree.add(.test(9), under: nil, .test("us")) }
        #expect(throws: DirectoryRefusal.unknownUnit) { try tree.add(.test(9), under: .test(8), .test("x")) }
        #expect(throws: DirectoryRefusal.codeTaken(UnitDetails.test("13").code)) {
            try tree.add(.test(9), under: .test(1), .test("13", tier: 2))
        }
        #expect(throws: Never.self) { try tree.add(.test(9), under: .test(4), .test("13", tier: 2)) }
    }

    @Test("moves a unit with all below it, but never below itself")
    func moving() throws {
        var tree = self.tree
        #expect(throws: DirectoryRefusal.unitBelowItself) { try tree.move(.test(2), under: .test(3)) }
        #expect(throws: DirectoryRefusal.unitBelowItself) { try tree.move(.test(2), under: .test(2)) }
        #expect(throws: DirectoryRefusal.unitBelowItself) { try tree.move(.test(1), under: .test(4)) }
        _ = try tree.move(.test(2), under: .test(4))
        #expect(tree.path(of: .test(3))?.description == "/cn/14/13/1301")
        #expect(tree.children(of: .test(1)).map(\.id) == [.test(4)])
    }

    @Test("is at most sixteen units deep, also after a move")
    func depth() throws {
        var tree = OrgTree()
        _ = try tree.add(.test(1), under: nil, .test("a"))
        for number in 2...16 as ClosedRange<UInt32> {
            _ = try tree.add(.test(number), under: .test(number - 1), .test("a"))
        }
        #expect(throws: DirectoryRefusal.treeTooDeep(limit: 16)) {
            try tree.add(.test(17), under: .test(16), .test("a"))
        }
        _ = try tree.add(.test(17), under: .test(1), .test("b"))
        _ = try tree.add(.test(18), under: .test(17), .test("c"))
        #expect(throws: DirectoryRefusal.treeTooDeep(limit: 16)) { try tree.move(.test(17), under: .test(15)) }
        #expect(throws: Never.self) { try tree.move(.test(17), under: .test(14)) }
    }

    @Test("keeps tiers in order from top to bottom")
    func tiers() {
        var tree = self.tree
        #expect(throws: DirectoryRefusal.tierAboveParent(2)) {
            try tree.add(.test(9), under: .test(2), .test("x", tier: 1))
        }
        #expect(throws: DirectoryRefusal.tierBelowChildren(3)) { try tree.update(.test(2), .test("13", tier: 4)) }
        #expect(throws: DirectoryRefusal.invalidTier(1...16)) { try tree.update(.test(3), .test("1301", tier: 0)) }
        #expect(throws: DirectoryRefusal.tierAboveParent(2)) { try tree.update(.test(3), .test("1301", tier: 1)) }
    }

    @Test("renames a unit in its place")
    func renaming() throws {
        var tree = self.tree
        let renamed = try tree.update(.test(2), .test("13", name: " 河北 ", tier: 2))
        #expect(renamed.name == "河北")
        #expect(renamed.parent == .test(1))
        #expect(throws: DirectoryRefusal.codeTaken(UnitDetails.test("14").code)) {
            try tree.update(.test(2), .test("14", tier: 2))
        }
        #expect(throws: DirectoryRefusal.invalidName(limit: 64)) { try tree.update(.test(2), .test("13", name: "")) }
    }

    @Test("loads in any order and leaves out what hangs in the air, cycles included")
    func loading() {
        let units: [(UInt32, UInt32?)] = [(3, 2), (1, nil), (2, 1), (7, 8), (5, 6), (6, 5)]
        let tree = OrgTree(
            units.map { id, parent in
                OrgUnit(id: .test(id), parent: parent.map(OrgUnitID.test), details: .test("c\(id)"))
            }
        )
        #expect(tree.count == 3)
        #expect(tree.path(of: .test(3))?.description == "/c1/c2/c3")
        #expect(tree[.test(5)] == nil)
    }
}
