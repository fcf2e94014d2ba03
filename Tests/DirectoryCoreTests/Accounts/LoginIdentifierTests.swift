// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import DirectoryCore

@Suite("What people sign in by")
struct LoginIdentifierTests {
    @Test(
        "is read the same however it is typed",
        arguments: [
            ("zhang.wei", "zhang.wei"), (" ZhangWei ", "zhangwei"), ("ｗａｎｇ２", "wang2"), ("ww001", "ww001"),
            ("li_na-2024", "li_na-2024"), ("zhang2024", "zhang2024"),
            ("123456", "123456"), ("00123", "00123"), ("1380013800", "1380013800"), ("e00123", "E00123"),
            ("GA0012345", "GA0012345"), ("７", "7"),
            ("13800138000", "+8613800138000"), ("138 0013-8000", "+8613800138000"),
            ("+86 13800138000", "+8613800138000"),
            ("008613800138000", "+8613800138000"), ("8613800138000", "+8613800138000"),
            ("１３８００１３８０００", "+8613800138000"), ("(010) 8765-4321", "+861087654321"),
            ("0571-87654321", "+8657187654321"), ("+1 (212) 555-0100", "+12125550100"),
            ("+49 30 1234567", "+49301234567"),
        ]
    )
    func folding(typed: String, text: String) throws {
        let identifier = try #require(LoginIdentifier(typed: typed))
        #expect(identifier.text == text)
        #expect(LoginIdentifier(typed: identifier.text) == identifier, "what is stored reads as what was stored")
    }

    @Test(
        "is refused when it can name nobody",
        arguments: [
            "", " ", "a", "_wei", ".x", "张伟", "a b", "wei@example.com", "-1", "1.5", "12345678901", "23800138000",
            "+0138001380", "+1234567", "+1234567890123456", "0138001380001", "98765432109876",
        ]
    )
    func refusals(typed: String) {
        #expect(LoginIdentifier(typed: typed) == nil)
    }

    @Test("has one kind only: no text is a name and a number, or a number of two kinds")
    func kindsAreDisjoint() {
        // Every text of up to four characters of each class decides the shape of longer ones.
        let alphabet = Array("aE9+.-0")
        var texts = [""]
        for _ in 0..<4 { texts += texts.flatMap { text in alphabet.map { text + String($0) } } }
        let tails = ["", "1", "00123", "13800138", "3800138000"]
        for text in Set(texts) {
            for tail in tails {
                let typed = text + tail
                let stored = [LoginName(typed)?.text, EmployeeNumber(typed)?.text, PhoneNumber(typed)?.text]
                #expect(stored.compactMap(\.self).count <= 1, "\(typed)")
            }
        }
    }

    @Test("a name that looks like an employee number is no name")
    func nameShapes() {
        #expect(LoginName("e00123") == nil)
        #expect(LoginName("li2024") == nil)
        #expect(LoginName("li202")?.text == "li202")
        #expect(LoginName(String(repeating: "a", count: 32)) != nil)
        #expect(LoginName(String(repeating: "a", count: 33)) == nil)
    }

    @Test("of a telephone number everybody may learn four digits")
    func suffix() {
        #expect(PhoneNumber("13800138123")?.publicSuffix == "8123")
    }

    @Test("details are cleaned of spaces, and refused with control characters or without a name")
    func details() throws {
        let unit = try #require(OrgUnitID(1))
        let name = try #require(LoginName("wei"))
        var details = AccountDetails(name: name, displayName: "\u{3000}张伟 ", reading: " ", title: " 处长", unit: unit)
        #expect(try details.checked().displayName == "张伟")
        #expect(try details.checked().title == "处长")
        #expect(try details.checked().reading == nil)
        for bad in ["", " ", "a\nb", "\u{202E}evil", String(repeating: "长", count: 65)] {
            details.displayName = bad
            #expect(throws: DirectoryRefusal.invalidName(limit: 64)) { try details.checked() }
        }
    }
}
