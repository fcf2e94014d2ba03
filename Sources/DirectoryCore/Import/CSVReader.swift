// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// RFC 4180, read leniently where nothing can be misunderstood: any of CR LF, LF and CR ends a record, a byte order mark
// is skipped, an empty line is no record. A quote where none may stand is a fault of its record; the next line is read
// as if nothing had happened, so that one slip yields one complaint.

/// Reads records of comma-separated values, one at a time.
struct CSVReader {
    struct Record: Equatable {
        /// The line in which the record begins, from 1.
        let line: Int
        let fields: [String]
        /// Whether a quote stands where none may, or one is missing; then `fields` mean nothing.
        let isMalformed: Bool
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    private var current: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    /// Nil at the end of the text.
    mutating func next() -> Record? {
        while let byte = self.current, byte.isLineEnd { self.skipLineEnd() }
        guard self.current != nil else { return nil }
        let start = self.line
        var fields: [String] = []
        while true {
            guard let field = self.readField() else {
                while let byte = self.current, !byte.isLineEnd { self.position += 1 }
                return Record(line: start, fields: [], isMalformed: true)
            }
            fields.append(field)
            guard self.current == .comma else { break }
            self.position += 1
        }
        self.skipLineEnd()
        return Record(line: start, fields: fields, isMalformed: false)
    }

    private mutating func skipLineEnd() {
        guard let byte = self.current else { return }
        self.position += 1
        if byte == .carriageReturn, self.current == .lineFeed { self.position += 1 }
        self.line += 1
    }

    /// Leaves the position at the comma or the line end behind the field; nil when it is malformed.
    private mutating func readField() -> String? {
        guard self.current == .quote else {
            let start = self.position
            while let byte = self.current, byte != .comma, !byte.isLineEnd {
                guard byte != .quote else { return nil }
                self.position += 1
            }
            return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        }
        return self.readQuoted()
    }

    private mutating func readQuoted() -> String? {
        let (start, startLine) = (self.position, self.line)
        var field: [UInt8] = []
        self.position += 1
        while let byte = self.current {
            guard byte == .quote else {
                field.append(byte)
                if byte.isLineEnd { self.skipLineEnd() } else { self.position += 1 }
                continue
            }
            self.position += 1
            if self.current == .quote {
                field.append(.quote)
                self.position += 1
            } else if self.current.map({ $0 == .comma || $0.isLineEnd }) ?? true {
                return String(decoding: field, as: UTF8.self)
            } else {
                return nil
            }
        }
        // Never closed: only this line is lost, not all that follow.
        (self.position, self.line) = (start, startLine)
        return nil
    }
}

extension UInt8 {
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
    fileprivate static let lineFeed = UInt8(ascii: "\n")

    fileprivate var isLineEnd: Bool { self == .carriageReturn || self == .lineFeed }
}
