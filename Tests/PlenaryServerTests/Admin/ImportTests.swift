// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import DirectoryCore
import Foundation
import Identity
import SQLiteStore
import Testing
import Wire

@testable import PlenaryServer

@Suite("Importing accounts")
struct ImportTests {
    /// `账号,姓名,单位` and `wang.fang,王芳,/cn/13` as a spreadsheet in China saves them.
    private static let gb18030: [UInt8] =
        [0xD5, 0xCB, 0xBA, 0xC5, 0x2C, 0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xB5, 0xA5, 0xCE, 0xBB, 0x0D, 0x0A]
        + Array("wang.fang,".utf8) + [0xCD, 0xF5, 0xB7, 0xBC] + Array(",/cn/13\r\n".utf8)

    private static let text = "账号,姓名,单位\r\nwang.fang,王芳,/cn/13\r\n"

    @Test("UTF-8 with and without a byte order mark and GB18030 read the same")
    func encodings() throws {
        let plain = Array(Self.text.utf8)
        #expect(try ImportText.decode(plain) == Self.text)
        #expect(try ImportText.decode([0xEF, 0xBB, 0xBF] + plain) == Self.text)
        #expect(try ImportText.decode(Self.gb18030) == Self.text)
        // Four bytes: 𠮷, beyond what two can say.
        #expect(try ImportText.decode([0x95, 0x34, 0xB7, 0x37]).unicodeScalars.count == 1)
        #expect(try ImportText.decode([]) == "")
    }

    @Test("what is neither is refused, and UTF-16 by its name")
    func encodingsRefused() {
        #expect(throws: ServerFailure.self) { try ImportText.decode([0xC3, 0x28, 0xFF]) }
        #expect(throws: ServerFailure.self) { try ImportText.decode([0xFF, 0xFE, 0x41, 0x00]) }
        #expect(throws: ServerFailure.self) { try ImportText.decode([0xB5]) }  // The half of a character.
    }

    @Test("a good file is imported, and each password on the sheet is the account's")
    func imported() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        let text = try ImportText.decode(Self.gb18030) + "li.qiang,李强,河北\r\n"
        let checked = try await node.perform(ImportAccounts(text: text, isDryRun: true))
        #expect(!checked.isImported)
        #expect(checked.accounts == 2)
        #expect(try await node.perform(ListAccounts()).accounts.isEmpty)
        let report = try await node.perform(ImportAccounts(text: text, isDryRun: false))
        #expect(report.isImported)
        #expect(report.credentials.map(\.name) == ["wang.fang", "li.qiang"])
        for credentials in report.credentials {
            let record = try #require(try node.service.directory.record(identifiedBy: credentials.name))
            #expect(try PasswordHasher().isMatch(credentials.password, try #require(record.passwordHash)))
        }
        #expect(try node.audited().last == "console:tester directory.imported directory")
    }

    @Test("a file with one bad line is not imported at all, and each fault is told in both languages")
    func rejected() async throws {
        let node = try TemporaryNode()
        try await node.addUnits()
        let text = Self.text + "li.qiang,李强,/cn/99\nwang.fang,王方,/cn/13\n"
        let report = try await node.perform(ImportAccounts(text: text, isDryRun: false))
        #expect(!report.isImported)
        #expect(report.credentials.isEmpty)
        #expect(report.problems.map(\.line) == [3, 4])
        #expect(report.problems[0].english.contains("/cn/99"))
        #expect(report.problems[0].chinese.hasPrefix("第 3 行"))
        #expect(try await node.perform(ListAccounts()).accounts.isEmpty)
    }

    @Test("many passwords are hashed by several threads, each for its own account")
    func hashedInParallel() async throws {
        let passwords = (0..<7).map { SecretText("password \($0)") }
        let hashes = try await AdminService.hashes(of: passwords, threads: 3)
        #expect(hashes.count == 7)
        for (password, hash) in zip(passwords, hashes) { #expect(try PasswordHasher().isMatch(password, hash)) }
        #expect(try await AdminService.hashes(of: [], threads: 3).isEmpty)
    }
}
