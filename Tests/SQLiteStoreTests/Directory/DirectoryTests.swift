// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import DirectoryCore
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite("The directory")
struct DirectoryTests {
    private let bench: DirectoryBench
    private var directory: SQLiteDirectory { self.bench.directory }

    init() throws {
        self.bench = try DirectoryBench()
    }

    @Test("keeps the organisation over a restart, with its changes")
    func units() throws {
        let moved = try self.directory.moveUnit(
            self.bench.unit("/cn/13"),
            under: self.bench.unit("/cn/14"),
            by: DirectoryBench.actor
        )
        _ = try self.directory.updateUnit(
            moved.id,
            DirectoryBench.unit("13", "河北省", tier: 2, order: 9),
            by: DirectoryBench.actor
        )
        #expect(
            try self.bench.refusal {
                _ = try self.directory.moveUnit(
                    try self.bench.unit("/cn/14"),
                    under: moved.id,
                    by: DirectoryBench.actor
                )
            } == .unitBelowItself
        )
        self.bench.database.close()
        let next = try DirectoryBench(folder: self.bench.folder)
        let tree = try next.directory.organisation()
        #expect(tree.count == 4)
        #expect(tree.unit(at: try #require(UnitPath("/cn/14/13/1301")))?.name == "石家庄")
        #expect(tree[moved.id]?.name == "河北省")
        #expect(tree[moved.id]?.order == 9)
    }

    @Test("writes a line of the audit log with each change, and none with one that fails")
    func audit() throws {
        let before = try self.directory.auditEntries().count
        let account = try self.bench.add(self.bench.details("wei", "张伟", phone: "13800138000"), passwordHash: "secret")
        _ = try self.bench.refusal { _ = try self.bench.add(self.bench.details("wei", "张伟")) }
        var changed = account.details
        changed.phone = nil
        changed.title = "主任"
        _ = try self.directory.updateAccount(account.id, changed, by: .account(AccountID(5)))
        try self.bench.grant(.meetingOrganizer, to: account, at: "/cn/13")
        _ = try self.directory.setDisabled(true, account.id, by: .system)
        let lines = try self.directory.auditEntries().dropFirst(before)
        #expect(
            lines.map(\.action) == ["account.added", "account.changed", "role.granted", "account.disabled"]
        )
        #expect(lines.map(\.actor) == ["console:root", "account:5", "console:root", "system"])
        #expect(Set(lines.map(\.target)) == ["account:\(account.id.rawValue)"])
        #expect(lines.dropFirst().first?.details == #"{"phone":"","title":"主任"}"#)
        #expect(lines.dropFirst(2).first?.details == #"{"path":"/cn/13","role":"meeting-organizer","unit":"unit:2"}"#)
        #expect(!lines.contains { $0.details.contains("secret") })
        #expect(try self.directory.firstBrokenAuditEntry() == nil)
    }

    @Test("takes a change back when its line cannot be written")
    func auditFails() throws {
        try self.bench.database.write(while: "testing") { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER no_lines BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END
                    """
            )
        }
        #expect(throws: DirectoryError.self) { try self.bench.add(self.bench.details("wei", "张伟")) }
        #expect(try self.directory.accounts().isEmpty)
    }

    @Test("lets nobody change or remove a line of the audit log, and finds it when somebody did")
    func auditChain() throws {
        try self.directory.audit(AuditEvent("session.refused", "account:1", ["address": "192.0.2.7"]), by: .system)
        let count = try Int64(self.directory.auditEntries().count)
        for sql in ["UPDATE audit_log SET actor = 'x'", "DELETE FROM audit_log"] {
            #expect(throws: SQLiteStoreError.self) {
                try self.bench.database.write(while: "testing") { db in try db.execute(sql: sql) }
            }
        }
        try self.bench.database.write(while: "testing") { db in
            try db.execute(sql: "DROP TRIGGER audit_log_is_not_updated; DROP TRIGGER audit_log_is_not_deleted")
            try db.execute(sql: "UPDATE audit_log SET actor = 'system' WHERE sequence = 2")
        }
        #expect(try self.directory.firstBrokenAuditEntry() == 2)
        try self.bench.database.write(while: "testing") { db in
            try db.execute(sql: "DELETE FROM audit_log WHERE sequence = 1")
        }
        #expect(try self.directory.firstBrokenAuditEntry() == 1)
        #expect(count == 5)
    }

    @Test("imports a file of accounts in one transaction, all or none")
    func importing() throws {
        let text = "账号,姓名,单位,手机\nwei,张伟,/cn/13,13800138000\nna,李娜,山西,\n"
        let tree = try self.directory.organisation()
        let file = AccountImport(reading: text, into: tree, taken: try self.directory.takenIdentifiers())
        #expect(file.problems.isEmpty)
        let new = file.accounts.map { NewAccount($0.details) }
        let added = try self.directory.importAccounts(new, by: DirectoryBench.actor)
        #expect(added.map(\.details.displayName) == ["张伟", "李娜"])
        #expect(try self.directory.record(identifiedBy: "13800138000")?.account == added[0].id.rawValue)
        let again = [NewAccount(try self.bench.details("new", "新")), new[1]]
        let taken = DirectoryRefusal.identifierTaken(try #require(LoginIdentifier(typed: "na")))
        #expect(
            try self.bench.refusal {
                _ = try self.directory.importAccounts(again, by: DirectoryBench.actor)
            } == taken
        )
        #expect(try self.directory.accounts().count == 2)
        #expect(
            try self.directory.auditEntries().last?.details
                == #"{"accounts":"2","first":"account:1","last":"account:2","units":"0"}"#
        )
        let next = AccountImport(reading: text, into: tree, taken: try self.directory.takenIdentifiers())
        #expect(next.problems.count == 3, "two names and a telephone number are taken now")
    }

    @Test("an account and its roles are added together, or neither is")
    func accountWithRoles() throws {
        let wrong = NewAccount(
            try self.bench.details("both", "双"),
            roles: [.systemAdministrator, .auditAdministrator]
        )
        #expect(try self.bench.refusal { _ = try self.directory.addAccount(wrong, by: DirectoryBench.actor) } != nil)
        #expect(
            try self.bench.refusal {
                _ = try self.directory.importAccounts([wrong], by: DirectoryBench.actor)
            } != nil
        )
        #expect(try self.directory.accounts().isEmpty)
        #expect(try self.directory.roles().isEmpty)
        let new = NewAccount(try self.bench.details("one", "单"), roles: [.systemAdministrator, .meetingOperator])
        let account = try self.directory.addAccount(new, by: DirectoryBench.actor)
        #expect(try Set(self.directory.roles(of: account.id).map(\.role)) == Set(new.roles))
        let actions = try self.directory.auditEntries().map(\.action)
        #expect(actions.suffix(3) == ["account.added", "role.granted", "role.granted"])
    }

    @Test("imports units and seven thousand accounts in them at once")
    func bulk() throws {
        let root = try #require(UnitPath("/cn"))
        let units = try (1...31).flatMap { province in
            let path = try #require(UnitPath("/cn/p\(province)"))
            return [NewUnit(under: root, try DirectoryBench.unit("p\(province)", "省\(province)", tier: 2))]
                + (try (1...11).map { city in
                    NewUnit(under: path, try DirectoryBench.unit("c\(city)", "市\(province)-\(city)", tier: 3))
                })
        }
        let added = try self.directory.importOrganisation(units: units, by: DirectoryBench.actor) { tree in
            let cities = tree.subtree(of: tree.root).compactMap { tree[$0] }.filter { $0.tier == 3 }
            return try (0..<7_000).map { number in
                NewAccount(
                    AccountDetails(
                        name: try #require(LoginName("user-\(number)")),
                        employeeNumber: EmployeeNumber("E\(10_000 + number)"),
                        phone: PhoneNumber("138\(10_000_000 + number)"),
                        displayName: "王小\(number)",
                        unit: cities[number % cities.count].id
                    )
                )
            }
        }
        #expect(added.units.count == 372)
        #expect(added.accounts.count == 7_000)
        #expect(try self.directory.takenIdentifiers().count == 21_000)
        #expect(try self.directory.record(identifiedBy: "13810006999")?.unitPath.count == 3)
    }

    @Test("keeps settings of the server")
    func meta() throws {
        #expect(try self.directory.meta("node") == nil)
        try self.directory.setMeta("node", to: "1")
        try self.directory.setMeta("node", to: "2")
        #expect(try self.directory.meta("node") == "2")
        try self.directory.setMeta("node", to: nil)
        #expect(try self.directory.meta("node") == nil)
    }
}
