// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@Suite("JSON reader")
struct JSONReaderTests {
    /// Why `text` is refused, or nil.
    private func fault(_ text: String) -> JSONFault.Kind? {
        self.fault(Array(text.utf8))
    }

    private func fault(_ bytes: [UInt8]) -> JSONFault.Kind? {
        do {
            _ = try JSONTree(reading: bytes)
            return nil
        } catch {
            return error.kind
        }
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test(
        "what RFC 8259 allows is read",
        arguments: [
            "{}", "[]", " \t\r\n[ ] ", "null", "true", "false", "0", "-0", "\"\"", #"{"a":{"b":[1,2,{}]}}"#, "[0.5e-3]",
            "1E+2", "-1.0e0", #""\"\\\/\b\f\n\r\t\u0041""#, "[[[],[]],{}]", #"{"":1}"#, "\"\u{7F}\"",
        ]
    )
    func accepted(text: String) {
        #expect(self.fault(text) == nil)
    }

    @Test(
        "what RFC 8259 does not allow is refused as not JSON",
        arguments: [
            "", " ", "{", "[", "]", "}", "\"", "[1,]", "[,1]", "[,]", "{,}", #"{"a":1,}"#, #"{,"a":1}"#, #"{"a"}"#,
            #"{"a":}"#, #"{"a" 1}"#, #"{a:1}"#, "{1:1}", "[1 2]", #"["a" "b"]"#, "[1}", #"{"a":1]"#, "nul", "nulL",
            "True", "tru", "trues", "falsE", "01", "-01", "+1", "-", "1.", ".5", "1.e1", "1e", "1e+", "0x10", "1_0",
            "NaN", "Infinity", "-Infinity", "'a'", #""\x41""#, #""\u12G4""#, #""\u123""#, #""\"#, "\"a\nb\"",
            "\"\u{0}\"",
            "\"\u{1F}\"", "[] []", "[]x", "{}{}", "1 2", "/**/1", "[1] // x", "\u{FEFF}{}", "\u{A0}1", "[\u{B}1]",
            "{\"a\":1 \"b\":2}", "[\"a\":1]", "{\"a\",\"b\"}",
        ]
    )
    func refused(text: String) {
        #expect(self.fault(text) == .syntax)
    }

    @Test("sixteen levels are read and seventeen are not, however they are mixed")
    func depth() {
        #expect(self.fault(self.nested(16)) == nil)
        #expect(self.fault(self.nested(17)) == .tooDeep)
        #expect(self.fault(String(repeating: "[", count: 100_000)) == .tooDeep)
        #expect(self.fault(String(repeating: #"{"a":"#, count: 16) + "1" + String(repeating: "}", count: 16)) == nil)
        #expect(
            self.fault(String(repeating: #"{"a":"#, count: 17) + "1" + String(repeating: "}", count: 17)) == .tooDeep
        )
        #expect(self.fault("[" + self.nested(15) + "," + self.nested(15) + "]") == nil, "siblings do not add up")
    }

    @Test("integers are read up to 2^53 - 1 and refused beyond, wherever they stand")
    func integers() throws {
        for text in ["9007199254740991", "-9007199254740991"] {
            #expect(try JSONTree(reading: Array(text.utf8)) == .integer(try #require(Int64(text))))
        }
        for text in [
            "9007199254740992", "-9007199254740992", "9223372036854775808", "18446744073709551616",
            "99999999999999999999999999", String(repeating: "9", count: 5_000),
        ] {
            #expect(self.fault(text) == .numberOutOfRange)
            #expect(self.fault("{\"unknown\":[\(text)]}") == .numberOutOfRange)
        }
    }

    @Test("numbers with fraction or exponent are read if a double holds them")
    func doubles() throws {
        for text in ["0.25", "1e308", "5e-324", "1.7976931348623157e308", "123456789012345678901234567890.5"] {
            #expect(try JSONTree(reading: Array(text.utf8)) == .double(try #require(Double(text))))
        }
        #expect(self.fault("1e309") == .numberOutOfRange)
        #expect(self.fault("[-1e999]") == .numberOutOfRange)
        #expect(self.fault("1e-999") == nil, "too small is zero")
    }

    @Test("a fraction or an exponent is no integer, whatever its value", arguments: ["1.0", "1e0", "10E-1", "0.0"])
    func noInteger(text: String) {
        #expect(throws: JSONFault(.wrongType, at: 0)) {
            try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in try reader.integer() }
        }
    }

    @Test("escapes are undone, pairs of surrogates are one character")
    func escapes() throws {
        let text = #""\u0041\u00e9\u4E2d\uD83D\uDE00\"\\\/\b\f\n\r\t\u0000z""#
        let expected = "A\u{E9}\u{4E2D}\u{1F600}\"\\/\u{8}\u{C}\n\r\t\u{0}z"
        #expect(try JSONTree(reading: Array(text.utf8)) == .string(expected))
    }

    @Test(
        "half of a surrogate pair is refused",
        arguments: [
            #""\ud800""#, #""\uDBFFx""#, #""\udc00""#, #""\uDFFF\uD800""#, #""\ud800\ud800""#, #""\ud800\n""#,
            #""\ud83d\u0041""#, #"{"\ud800":1}"#, #"[["\ude00"]]"#,
        ]
    )
    func loneSurrogates(text: String) {
        #expect(self.fault(text) == .loneSurrogate)
    }

    @Test(
        "what is not UTF-8 is refused, in values and in names",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE4, 0xB8], [0xE4, 0x28, 0xAD], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xF0, 0x9F, 0x28, 0x80],
        ] as [[UInt8]]
    )
    func invalidUTF8(bytes: [UInt8]) {
        #expect(self.fault([0x22] + bytes + [0x22]) == .invalidUTF8)
        #expect(self.fault([0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D]) == .invalidUTF8)
    }

    @Test(
        "a member that appears twice is refused in every object, however it is spelt",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"a":2}"#,
            #"{"x":{"y":[{"a":1,"a":2}]}}"#, #"{"":1,"":2}"#, #"{"a":{"a":1},"a":2}"#, #"{"王":1,"\u738b":2}"#,
            #"[{"a":{"b":1,"c":{},"b":1}}]"#,
        ]
    )
    func duplicates(text: String) {
        #expect(self.fault(text) == .duplicateMember)
    }

    @Test(
        "the same name in different objects is no duplicate",
        arguments: [#"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":{"b":1},"b":{"a":1}}"#, #"{"a":1,"A":1}"#]
    )
    func noDuplicates(text: String) {
        #expect(self.fault(text) == nil)
    }

    @Test("sixty-four members of one object are read and sixty-five are not")
    func members() {
        func object(_ count: Int) -> String {
            "{" + (0..<count).map { "\"m\($0)\":{\"m1\":0}" }.joined(separator: ",") + "}"
        }
        #expect(self.fault(object(64)) == nil)
        #expect(self.fault(object(65)) == .tooManyMembers)
        #expect(self.fault("[\(object(64)),\(object(64))]") == nil)
    }

    @Test("a fault says at which byte it was noticed")
    func offsets() {
        let cases: [(String, JSONFault)] = [
            (#"{"a":1,"a":2}"#, JSONFault(.duplicateMember, at: 8)), ("[1,x]", JSONFault(.syntax, at: 3)),
            ("[1] 2", JSONFault(.syntax, at: 4)), ("[12,99999999999999999]", JSONFault(.numberOutOfRange, at: 4)),
        ]
        for (text, fault) in cases {
            #expect(throws: fault) { try JSONTree(reading: Array(text.utf8)) }
        }
    }

    @Test("asking for another type than what comes is a fault of content, not of form")
    func wrongType() {
        for text in ["{}", "[]", "null", "true", "\"1\""] {
            do {
                _ = try JSONReader.read(Array(text.utf8)) { reader throws(JSONFault) in try reader.integer() }
                Issue.record("\(text) is no integer")
            } catch {
                #expect(error.kind == .wrongType)
                #expect(!error.isMalformed)
            }
        }
    }

    @Test("reading a second value without asking for its name stops the process")
    func misuse() async {
        await #expect(processExitsWith: .failure) {
            _ = try JSONReader.read(Array("[1,2]".utf8)) { reader throws(JSONFault) in
                try reader.beginArray()
                return try reader.integer()
            }
        }
    }
}
