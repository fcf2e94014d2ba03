// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryServer
import Testing

@Suite("QR codes")
struct QRCodeTests {
    private static let link = "https://meet.example/r/428913577"

    @Test("three corners hold the finder pattern that readers look for, the fourth does not")
    func finders() throws {
        let code = try #require(QRCode(of: Self.link))
        let finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
        let last = code.size - 7
        func corner(_ column: Int, _ row: Int) -> [String] {
            (row..<row + 7).map { row in
                (column..<column + 7).map { code.isDark(column: $0, row: row) ? "1" : "0" }.joined()
            }
        }
        #expect(corner(0, 0) == finder)
        #expect(corner(last, 0) == finder)
        #expect(corner(0, last) == finder)
        #expect(corner(last, last) != finder)
    }

    @Test("the image draws exactly the dark modules")
    func image() throws {
        let code = try #require(QRCode(of: Self.link))
        let dark = (0..<code.size).flatMap { row in
            (0..<code.size).filter { code.isDark(column: $0, row: row) }
        }
        let lengths = code.svg.matches(of: /h(\d+)v1h/).compactMap { Int($0.1) }
        #expect(lengths.reduce(0, +) == dark.count)
        #expect(code.svg.contains("viewBox=\"0 0 \(code.size + 8) \(code.size + 8)\""))
    }

    @Test("in a terminal every line is as wide as the code with its quiet zone, two rows a line")
    func terminal() throws {
        let code = try #require(QRCode(of: Self.link))
        let lines = code.terminalText.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == (code.size + 5) / 2)
        #expect(lines.allSatisfy { $0.count == code.size + 4 })
        #expect(lines[0] == Substring(repeatElement("█", count: code.size + 4)))
    }

    @Test("what does not fit is refused", arguments: ["", String(repeating: "x", count: 2_332)])
    func refused(text: String) {
        #expect(QRCode(of: text) == nil)
    }

    @Test("the longest text fits")
    func longest() {
        #expect(QRCode(of: String(repeating: "x", count: 2_331))?.size == 177)
    }
}
