// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import DirectoryCore

@Suite("Comma-separated values")
struct CSVReaderTests {
    private func read(_ text: String) -> [CSVReader.Record] {
        var reader = CSVReader(text)
        var records: [CSVReader.Record] = []
        while let record = reader.next() { records.append(record) }
        return records
    }

    private func record(_ line: Int, _ fields: String...) -> CSVReader.Record {
        CSVReader.Record(line: line, fields: fields, isMalformed: false)
    }

    @Test("are read with any line end, a byte order mark and empty lines", arguments: ["\n", "\r\n", "\r"])
    func lines(end: String) {
        let text = "\u{FEFF}a,b\(end)\(end)1,\(end),2"
        #expect(self.read(text) == [self.record(1, "a", "b"), self.record(3, "1", ""), self.record(4, "", "2")])
        #expect(self.read("").isEmpty)
        #expect(self.read("\(end)\(end)").isEmpty)
    }

    @Test("may be quoted, with commas, line ends and doubled quotes inside; lines are still counted")
    func quotes() {
        let text = "\"a,1\",\"say \"\"hi\"\"\",\"two\r\nlines\"\nnext,\"\",x\n"
        let expected = [self.record(1, "a,1", "say \"hi\"", "two\r\nlines"), self.record(3, "next", "", "x")]
        #expect(self.read(text).map(\.line) == [1, 3])
        #expect(self.read(text)[1] == expected[1])
        #expect(self.read(text)[0].fields.prefix(2) == expected[0].fields.prefix(2))
    }

    @Test("with a stray or missing quote spoil one line only", arguments: ["x\"y,z", "\"x\"y,z", "\"x,z"])
    func malformed(line: String) {
        let records = self.read("a,b\n\(line)\nc,d\n")
        #expect(records.map(\.line) == [1, 2, 3])
        #expect(records.map(\.isMalformed) == [false, true, false])
    }
}
