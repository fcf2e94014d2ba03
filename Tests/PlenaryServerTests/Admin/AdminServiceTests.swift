// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import DirectoryCore
import Foundation
import Identity
import SQLiteStore
import Testing
import Wire

@testable import PlenaryServer

@Suite("The service of the command line")
struct AdminServiceTests {
    private static func person(_ name: String, unit: String = "/cn/13") -> AddAccount {
        AddAccount(name: name, displayName: "张伟", unit: unit)
    }

    @Test("an account is added with its roles, and its random password is the one that matches")
    func accountAdded() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        var new = Self.person("zhang.wei")
        new.employeeNumber = "e00123"
        new.phone = "138 0013 8000"
        new.roles = ["meeting-organizer"]
        let added = try await node.perform(new)
        let password = try #require(added.password)
        #expect(added.account.employeeNumber == "E00123")
        #expect(added.account.phone == "+8613800138000")
        #expect(added.account.roles == [AccountRecord.HeldRole(role: "meeting-organizer", unit: "/cn/13")])
        let record = try #require(try node.service.directory.record(identifiedBy: "E00123"))
        #expect(record.mayCreateRooms)
        #expect(try PasswordHasher().isMatch(password, try #require(record.passwordHash)))
        #expect(
            try node.audited().suffix(2) == [
                "console:tester account.added account:1", "console:tester role.granted account:1",
            ]
        )
    }

    @Test("a password that was given is not told back")
    func passwordGiven() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        var new = Self.person("zhang.wei")
        new.password = SecretText("correct horse")
        #expect(try await node.perform(new).password == nil)
        let changed = try await node.perform(SetPassword(account: "zhang.wei", password: nil))
        #expect(changed.password != nil)
        #expect(try #require(try node.service.directory.record(identifiedBy: "zhang.wei")).tokenGeneration == 1)
    }

    @Test("what cannot be an account is refused with a code of its own, and nothing is added")
    func accountRefused() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        #expect(await node.failure(of: Self.person("E00123")) == .invalidInput)
        #expect(await node.failure(of: Self.person("zhang.wei", unit: "/cn/99")) == .unknownName)
        #expect(await node.failure(of: Self.person("zhang.wei", unit: "cn")) == .invalidInput)
        var new = Self.person("zhang.wei")
        new.roles = ["system-administrator", "audit-administrator"]
        #expect(await node.failure(of: new) == .refused)
        new.roles = ["king"]
        #expect(await node.failure(of: new) == .invalidInput)
        new.roles = []
        new.password = SecretText("short")
        #expect(await node.failure(of: new) == .invalidInput)
        #expect(try await node.perform(ListAccounts()).accounts.isEmpty)
        _ = try await node.perform(Self.person("zhang.wei"))
        #expect(await node.failure(of: Self.person("zhang.wei")) == .refused)
    }

    @Test("accounts are listed by unit and by pinyin, disabled ones as such")
    func accountsListed() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        _ = try await node.perform(Self.person("zhang.wei"))
        _ = try await node.perform(AddAccount(name: "li.na", displayName: "李娜", unit: "/cn"))
        #expect(try await node.perform(SetDisabled(account: "li.na", isDisabled: true)).isDisabled)
        #expect(try await node.perform(ListAccounts(unit: "/cn/13")).accounts.map(\.name) == ["zhang.wei"])
        let found = try await node.perform(ListAccounts(match: "lina")).accounts
        #expect(found.map(\.name) == ["li.na"])
        #expect(found.allSatisfy { $0.isDisabled })
        #expect(try await node.perform(SetDisabled(account: "li.na", isDisabled: false)).isDisabled == false)
        #expect(await node.failure(of: SetDisabled(account: "nobody", isDisabled: true)) == .unknownName)
    }

    @Test("a room that is opened while no server runs is in its log, and is ended there once")
    func roomOpened() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        _ = try await node.perform(Self.person("zhang.wei"))
        let room = try await node.perform(AddRoom(title: " 周会 ", chair: "zhang.wei", limit: 20, policy: "allow"))
        #expect(room.title == "周会")
        #expect(room.link == "https://localhost:8443/r/\(room.room)")
        #expect(try await node.perform(ListRooms(isAll: false)).rooms == [room])
        #expect(try await node.perform(CloseRoom(room: room.room)) == ClosedRoom(room: room.room, participants: 0))
        #expect(try await node.perform(ListRooms(isAll: false)).rooms.isEmpty)
        #expect(try await node.perform(ListRooms(isAll: true)).rooms.map(\.isEnded) == [true])
        #expect(
            try node.audited().suffix(4)
                == ["opening", "opened", "ending", "ended"].map { "console:tester room.\($0) room:\(room.room)" }
        )
        #expect(await node.failure(of: CloseRoom(room: room.room)) == .refused)
        #expect(await node.failure(of: CloseRoom(room: "123456789")) == .unknownName)
        #expect(await node.failure(of: CloseRoom(room: "12345")) == .invalidInput)
    }

    @Test("a room that does not answer may have done what was asked, and the failure says so")
    func outcomeUnknown() {
        let failure = AdminService.failure(WireError(.outcomeUnknown))
        #expect(failure.code == .serverUnreachable)
        #expect(failure.message.contains("not known"))
        #expect(AdminService.failure(WireError(.storeUnavailable)).code == .storeFailed)
    }

    @Test("a room without a title, a chair or a sensible limit is refused")
    func roomRefused() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        _ = try await node.perform(Self.person("zhang.wei"))
        let wrong: [(AddRoom, ServerFailure.Code)] = [
            (AddRoom(title: " ", chair: "zhang.wei", limit: 20, policy: "allow"), .invalidInput),
            (AddRoom(title: "a", chair: "nobody", limit: 20, policy: "allow"), .unknownName),
            (AddRoom(title: "a", chair: "zhang.wei", limit: 0, policy: "allow"), .invalidInput),
            (AddRoom(title: "a", chair: "zhang.wei", limit: 20, policy: "maybe"), .invalidInput),
        ]
        for (request, code) in wrong { #expect(await node.failure(of: request) == code) }
        #expect(try await node.perform(ListRooms(isAll: true)).rooms.isEmpty)
    }

    @Test("a seeded demonstration repeats, and its tokens are in force")
    func demoSeeded() async throws {
        let node = try TemporaryNode()
        let other = try TemporaryNode()
        let request = SeedDemo(units: 40, accounts: 90, tokenHours: 2, seed: 7)
        let seeded = try await node.perform(request)
        _ = try await other.perform(request)
        #expect(seeded.isNew)
        #expect(seeded.units == 40)
        #expect(seeded.tokens.count == 90)
        #expect(try await node.perform(ListUnits()).units == other.perform(ListUnits()).units)
        let names = try await node.perform(ListAccounts()).accounts.map(\.displayName)
        #expect(try await other.perform(ListAccounts()).accounts.map(\.displayName) == names)
        #expect(Set(names).count > 60)
        let tokens = try ServerSignIn.accessTokens(ServerConfiguration(), node.service.files)
        let claims = try tokens.verify(seeded.tokens[3].token, at: node.service.now)
        #expect(claims.subject == .account(seeded.tokens[3].account, generation: 0))
        #expect(claims.expiresAt.ms - claims.issuedAt.ms == 7_200_000)
        let again = try await node.perform(request)
        #expect(!again.isNew)
        #expect(again.tokens.map(\.account) == seeded.tokens.map(\.account))
        #expect(await node.failure(of: SeedDemo(units: 40, accounts: 91, tokenHours: 2, seed: 7)) == .refused)
    }

    @Test("the small demonstration has every kind of role, and is made in an empty directory alone")
    func demoMade() async throws {
        let node = try TemporaryNode()
        let demo = try await node.service.createDemoOrganisation()
        #expect(demo.units.count == 9)
        #expect(demo.accounts.count == 12)
        #expect(demo.accounts.allSatisfy { $0.password != nil })
        #expect(Set(demo.accounts.flatMap { $0.account.roles.map(\.role) }) == Set(Role.allCases.map(\.name)))
        #expect(await node.failure(of: CreateDemoOrganisation()) == .refused)
    }

    @Test("a data folder that was open to others is closed to them")
    func dataFolderClosed() throws {
        let node = try TemporaryNode()
        let folder = node.service.files.dataFolder
        func mode() throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int
        }
        #expect(try mode() == 0o700)
        for open in [0o755, 0o777] {
            try FileManager.default.setAttributes([.posixPermissions: open], ofItemAtPath: folder)
            try node.service.files.makeDataFolder()
            #expect(try mode() == 0o700)
        }
    }

    @Test("a backup is a database of its own, and never takes the place of the original")
    func backedUp() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        let copy = try await node.perform(MakeBackup(path: node.home + "/copy.sqlite"))
        #expect(copy.bytes > 0)
        let database = try SQLiteDatabase(path: copy.path)
        defer { database.close() }
        #expect(try SQLiteDirectory(database: database, digest: SHA256.digest(of:)).organisation().count == 2)
        let original = node.service.files.database
        let link = node.home + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: node.service.files.dataFolder)
        let beside = ["", "-wal", "-shm", "-journal", ".lock"].map { original + $0 }
        let files = node.service.files
        let others = [files.signingKey, files.invitationKey, files.controlSocket]
        for path in beside + others + [link + "/plenary.sqlite", link + "/plenary.sqlite-journal"] {
            #expect(await node.failure(of: MakeBackup(path: path)) == .refused, "\(path)")
        }
        for path in ["plenary.sqlite", node.home + "/nowhere/copy"] {
            #expect(await node.failure(of: MakeBackup(path: path)) != nil)
        }
        #expect(try await node.perform(MakeBackup(path: original + ".bak")).bytes > 0)
        #expect(try await node.perform(ListUnits()).units.count == 2)
    }
}
