// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import DirectoryCore
import GRDB
import Testing

@testable import SQLiteStore

@Suite("Accounts")
struct AccountTests {
    private let bench: DirectoryBench
    private var directory: SQLiteDirectory { self.bench.directory }

    init() throws {
        self.bench = try DirectoryBench()
    }

    @Test("sign in by name, employee number or telephone number, however it is typed")
    func signIn() throws {
        var details = try self.bench.details("wangwei", "王伟", employee: "E00123", phone: "13800138000")
        details.title = "处长"
        details.rank = 3
        let account = try self.bench.add(details, passwordHash: "$argon2id$x")
        let expected = SignInRecord(
            account: account.id.rawValue,
            passwordHash: "$argon2id$x",
            isDisabled: false,
            tokenGeneration: 0,
            profile: Profile(
                principal: Principal(.account, account.id.rawValue),
                name: "王伟",
                title: "处长",
                rank: 3,
                nameKey: Array("wang wei\0王伟".utf8),
                searchKeys: SearchKeys(pinyin: "wangwei", initials: "ww", phone: "8000")
            ),
            unitPath: [
                RosterUnit(id: UnitID(1), parent: nil, name: "部", order: 0),
                RosterUnit(id: UnitID(2), parent: UnitID(1), name: "河北", order: 0),
                RosterUnit(id: UnitID(3), parent: UnitID(2), name: "石家庄", order: 0),
            ],
            mayCreateRooms: false,
            authority: .none
        )
        for typed in ["WangWei", "e00123", "+86 138 0013 8000", "13800138000"] {
            #expect(try self.directory.record(identifiedBy: typed) == expected, "\(typed)")
        }
        #expect(try self.directory.record(of: account.id.rawValue) == expected)
        for typed in ["nobody", "王伟", "", "13800138001"] {
            #expect(try self.directory.record(identifiedBy: typed) == nil)
        }
        #expect(try self.directory.record(of: 99) == nil)
        #expect(try self.directory.record(of: .max) == nil)
    }

    @Test("never share an identifier, whatever its kind, also after an update")
    func collisions() throws {
        let first = try self.bench.add(self.bench.details("wei", "张伟", employee: "123456", phone: "13800138000"))
        let second = try self.bench.add(self.bench.details("na", "李娜", employee: "7"))
        for (details, identifier) in [
            (try self.bench.details("wei", "A"), "wei"),
            (try self.bench.details("x1", "B", employee: "123456"), "123456"),
            (try self.bench.details("x2", "C", phone: "+8613800138000"), "13800138000"),
        ] {
            let expected = DirectoryRefusal.identifierTaken(try #require(LoginIdentifier(typed: identifier)))
            #expect(try self.bench.refusal { _ = try self.bench.add(details) } == expected)
            #expect(
                try self.bench.refusal {
                    _ = try self.directory.updateAccount(second.id, details, by: DirectoryBench.actor)
                } == expected
            )
        }
        #expect(try self.directory.account(second.id) == second, "a refused update changes nothing")
        let freed = try self.directory.updateAccount(
            first.id,
            self.bench.details("wei2", "张伟"),
            by: DirectoryBench.actor
        )
        #expect(freed.details.phone == nil)
        #expect(try self.directory.record(identifiedBy: "13800138000") == nil)
        #expect(throws: Never.self) { try self.bench.add(self.bench.details("wei", "王五", phone: "13800138000")) }
    }

    @Test("need a unit that exists")
    func unknownUnit() throws {
        var details = try self.bench.details("wei", "张伟")
        details.unit = try #require(OrgUnitID(99))
        #expect(try self.bench.refusal { _ = try self.bench.add(details) } == .unknownUnit)
        #expect(try self.directory.accounts().isEmpty)
        #expect(throws: SQLiteStoreError.self, "the foreign key stands behind the rule") {
            try self.bench.database.write(while: "testing") { db in
                try db.execute(sql: "UPDATE org_units SET parent = 99 WHERE id = 3")
            }
        }
    }

    @Test("that are disabled lose their tokens and their roles' effect, and get the roles back when enabled")
    func disabling() throws {
        let account = try self.bench.add(self.bench.details("wei", "张伟"))
        try self.bench.grant(.meetingOperator, to: account, at: "/cn/13")
        let token = RefreshTokenRecord(
            digest: [1],
            family: [2],
            account: account.id.rawValue,
            issuedAt: Timestamp(ms: 1),
            expiresAt: Timestamp(ms: 2),
            isSpent: false
        )
        try self.directory.insert(token)
        let disabled = try self.directory.setDisabled(true, account.id, by: DirectoryBench.actor)
        #expect(disabled.isDisabled)
        #expect(disabled.tokenGeneration == 1)
        #expect(try self.directory.record(withDigest: [1]) == nil)
        let record = try #require(try self.directory.record(identifiedBy: "wei"))
        #expect(record.isDisabled)
        #expect(record.authority == .none)
        let enabled = try self.directory.setDisabled(false, account.id, by: DirectoryBench.actor)
        #expect(!enabled.isDisabled)
        #expect(enabled.tokenGeneration == 1, "tokens from before stay worthless")
        #expect(try self.directory.record(identifiedBy: "wei")?.authority == .operator)
    }

    @Test("get a new password with an end of all tokens, and a renewed hash without")
    func passwords() throws {
        let account = try self.bench.add(self.bench.details("wei", "张伟"), passwordHash: "old")
        try self.directory.replacePasswordHash(of: account.id.rawValue, with: "same, stronger")
        #expect(try self.directory.record(identifiedBy: "wei")?.passwordHash == "same, stronger")
        #expect(try self.directory.record(identifiedBy: "wei")?.tokenGeneration == 0)
        _ = try self.directory.setPasswordHash("new", of: account.id, by: DirectoryBench.actor)
        #expect(try self.directory.record(identifiedBy: "wei")?.passwordHash == "new")
        #expect(try self.directory.record(identifiedBy: "wei")?.tokenGeneration == 1)
        let unknown = AccountID(99)
        #expect(
            try self.bench.refusal {
                _ = try self.directory.setPasswordHash("x", of: unknown, by: DirectoryBench.actor)
            } == .unknownAccount
        )
    }

    @Test("may do in rooms what roles at their unit or above it say")
    func roles() throws {
        let account = try self.bench.add(self.bench.details("wei", "张伟"))
        try self.bench.grant(.meetingOperator, to: account, at: "/cn/14")
        #expect(try self.directory.record(identifiedBy: "wei")?.mayCreateRooms == false)
        try self.bench.grant(.meetingOrganizer, to: account, at: "/cn")
        #expect(try self.directory.record(identifiedBy: "wei")?.mayCreateRooms == true)
        #expect(try self.directory.record(identifiedBy: "wei")?.authority == Authority.none)
        try self.bench.grant(.meetingOperator, to: account, at: "/cn/13/1301")
        #expect(try self.directory.record(identifiedBy: "wei")?.authority == .operator)
        let assignment = RoleAssignment(
            account: account.id,
            role: .meetingOperator,
            unit: try self.bench.unit("/cn/14")
        )
        try self.directory.revoke(assignment, by: DirectoryBench.actor)
        #expect(try self.directory.roles(of: account.id).count == 2)
        #expect(
            try self.bench.refusal { try self.directory.revoke(assignment, by: DirectoryBench.actor) } == .roleNotHeld
        )
    }

    @Test("never combine two of the three separated powers, at whatever units")
    func separation() throws {
        let account = try self.bench.add(self.bench.details("wei", "张伟"))
        try self.bench.grant(.securityAdministrator, to: account, at: "/cn/13")
        try self.bench.grant(.meetingOperator, to: account, at: "/cn/13")
        let expected = DirectoryRefusal.rolesExclude(held: .securityAdministrator, asked: .auditAdministrator)
        #expect(
            try self.bench.refusal { try self.bench.grant(.auditAdministrator, to: account, at: "/cn/14") } == expected
        )
        try self.bench.grant(.securityAdministrator, to: account, at: "/cn/14")
        #expect(
            try self.bench.refusal { try self.bench.grant(.securityAdministrator, to: account, at: "/cn/14") }
                == .roleHeldAlready
        )
    }

    @Test("are found by name, pinyin, initials or number, page by page, in a subtree")
    func finding() throws {
        let wei = try self.bench.add(self.bench.details("ww1", "王伟", phone: "13800138000"))
        let na = try self.bench.add(self.bench.details("lina", "李娜", in: "/cn/14", employee: "E00123"))
        let li = try self.bench.add(self.bench.details("lili", "李力", in: "/cn/13"))
        let find = { (part: String) in try self.directory.accounts(matching: part).map(\.id) }
        #expect(try find("王") == [wei.id])
        #expect(try find("WANGW") == [wei.id])
        #expect(try find("ln") == [na.id])
        #expect(try find("e001") == [na.id])
        #expect(try find("8000") == [wei.id])
        #expect(try find("li") == [na.id, li.id])
        #expect(try self.directory.accounts(under: self.bench.unit("/cn/13")).map(\.id) == [wei.id, li.id])
        #expect(try self.directory.accounts(after: wei.id, limit: 1).map(\.id) == [na.id])
        #expect(try self.directory.account(identifiedBy: "E00123")?.id == na.id)
    }

    @Test("with a reading of their own are sorted and found by it")
    func readings() throws {
        var details = try self.bench.details("zs", "长孙无忌")
        details.reading = "Zhangsun Wuji"
        _ = try self.bench.add(details)
        let profile = try #require(try self.directory.record(identifiedBy: "zs")).profile
        #expect(profile.searchKeys.pinyin == "zhangsunwuji")
        #expect(profile.searchKeys.initials == "zw")
        #expect(NameReading(reading: "Li Na 2", name: "x").initials == "ln2")
        #expect(NameReading(reading: "", name: "x").key == [0, UInt8(ascii: "x")])
        #expect(Romanization.reading(of: "曾国藩").lowercased().hasPrefix("zeng"))
    }
}
