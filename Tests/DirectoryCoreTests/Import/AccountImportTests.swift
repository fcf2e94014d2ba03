// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import DirectoryCore

@Suite("Importing accounts")
struct AccountImportTests {
    private let tree: OrgTree

    init() throws {
        var tree = OrgTree()
        _ = try tree.add(.test(1), under: nil, .test("cn", name: "部"))
        _ = try tree.add(.test(2), under: .test(1), .test("13", name: "河北", tier: 2))
        _ = try tree.add(.test(3), under: .test(2), .test("office", name: "办公室", tier: 2))
        _ = try tree.add(.test(4), under: .test(1), .test("office", name: "办公室"))
        self.tree = tree
    }

    private func read(_ text: String, taken: [String] = []) -> AccountImport {
        AccountImport(reading: text, into: self.tree, taken: Set(taken.compactMap { LoginIdentifier(typed: $0) }))
    }

    private func kinds(_ result: AccountImport) -> [ImportProblem.Kind] { result.problems.map(\.kind) }

    @Test("reads English and Chinese headings, in any order, and names what it ignores")
    func headings() throws {
        let english = self.read(
            "Rank,Unit Path,display_name,NAME,title,employee,phone,shoe size\n"
                + "3,/cn/13,Li Na,lina,Head,E00123,13800138000,38"
        )
        let chinese = self.read("排序,单位,姓名,账号,职务,工号,手机\n3,河北,Li Na,lina,Head,E00123,13800138000\n")
        #expect(english.problems.isEmpty)
        #expect(english.accounts == chinese.accounts)
        #expect(english.ignoredHeadings == ["shoe size"])
        let details = try #require(chinese.accounts.first).details
        #expect(details.name.text == "lina")
        #expect(details.unit == .test(2))
        #expect(details.rank == 3)
        #expect(details.identifiers.map(\.text) == ["lina", "E00123", "+8613800138000"])
    }

    @Test("leaves optional values out, and skips lines of commas alone")
    func optionals() throws {
        let result = self.read("name,display name,unit,phone,rank\nwei,张伟,/cn\n,,,,\n")
        #expect(result.problems.isEmpty)
        #expect(result.accounts.map(\.line) == [2])
        let details = try #require(result.accounts.first).details
        #expect(details.rank == AccountDetails.rankDefault)
        #expect(details.phone == nil)
        #expect(details.title.isEmpty)
    }

    @Test("says everything that is wrong with a line, and goes on with the next")
    func everything() {
        let result = self.read("账号,工号,手机,姓名,单位,排序\n张伟,x,123,,上海,first\nok-name,,,好,/cn,\n")
        #expect(
            self.kinds(result) == [
                .invalidValue(.name, "张伟"), .invalidValue(.employeeNumber, "x"), .invalidValue(.phone, "123"),
                .missingValue(.displayName), .invalidValue(.rank, "first"), .unknownUnit("上海"),
            ]
        )
        #expect(result.problems.allSatisfy { $0.line == 2 })
        #expect(result.accounts.map(\.line) == [3])
    }

    @Test("a name that several units have needs a path")
    func ambiguous() throws {
        let result = self.read("name,display name,unit\nwei,张伟,办公室\nna,李娜,/cn/13/office\n")
        let paths = ["/cn/13/office", "/cn/office"].compactMap { UnitPath($0) }
        #expect(self.kinds(result) == [.ambiguousUnit("办公室", paths)])
        #expect(result.accounts.map(\.details.unit) == [.test(3)])
    }

    @Test("finds what is there twice, in the file and in the directory, however it is written")
    func duplicates() throws {
        let text = """
            name,display name,unit,phone,employee
            wei,A,/cn,13800138000,
            WEI,B,/cn,,
            na,C,/cn,+86 138 0013 8000,
            li,D,/cn,,e0001

            """
        let result = self.read(text, taken: ["E0001"])
        let wei = try #require(LoginIdentifier(typed: "wei"))
        let phone = try #require(LoginIdentifier(typed: "13800138000"))
        let employee = try #require(LoginIdentifier(typed: "E0001"))
        #expect(
            result.problems == [
                ImportProblem(line: 3, kind: .identifierTwice(wei, firstLine: 2)),
                ImportProblem(line: 4, kind: .identifierTwice(phone, firstLine: 2)),
                ImportProblem(line: 5, kind: .identifierTaken(employee)),
            ]
        )
        #expect(result.accounts.map(\.line) == [2])
    }

    @Test("stops at headings that cannot be understood")
    func badHeadings() {
        #expect(self.kinds(self.read("")) == [.emptyFile])
        #expect(self.kinds(self.read("name,display name\na,b\n")) == [.missingColumn(.unit)])
        #expect(self.kinds(self.read("name,账号,display name,unit\n")) == [.columnTwice(.name)])
        #expect(self.kinds(self.read("\"name,display name\n")) == [.malformedQuotes])
    }

    @Test("reports quotes and extra fields with the line they are in")
    func malformedLines() {
        let result = self.read("name,display name,unit\nw\"ei,A,/cn\nna,B,/cn,extra\nok,\"Li, Na\",/cn\n")
        #expect(
            result.problems == [
                ImportProblem(line: 2, kind: .malformedQuotes),
                ImportProblem(line: 3, kind: .tooManyFields(expected: 3, found: 4)),
            ]
        )
        #expect(result.accounts.map(\.details.displayName) == ["Li, Na"])
    }

    @Test("takes a hundred thousand lines and names a thousand problems, no more")
    func bounds() {
        let good = (0...AccountImport.accountsMax).map { "user-\($0),A,/cn\n" }.joined()
        let tooMany = self.read("name,display name,unit\n" + good)
        #expect(tooMany.accounts.count == AccountImport.accountsMax)
        let limit = ImportProblem.Kind.tooManyLines(limit: AccountImport.accountsMax)
        #expect(tooMany.problems == [ImportProblem(line: AccountImport.accountsMax + 2, kind: limit)])
        let bad = self.read("name,display name,unit\n" + String(repeating: "x,A,/cn\n", count: 1_500))
        #expect(bad.problems.count == AccountImport.problemsMax)
        #expect(bad.problemsOmitted == 500)
    }

    @Test("a report says line, fault and remedy in both languages")
    func report() {
        let problem = ImportProblem(line: 12, kind: .invalidValue(.phone, "1380013"))
        #expect(
            problem.text.english
                == "Line 12: \"1380013\" cannot be a phone. "
                + "Write the 11 digits of a mobile number, or + with country code and number."
        )
        #expect(problem.text.chinese == "第 12 行：“1380013”不能作为手机。请填写 11 位手机号，或以 + 开头的国际号码。")
    }
}
