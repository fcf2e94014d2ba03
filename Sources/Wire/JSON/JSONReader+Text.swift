// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The bytes of strings: quotes, escapes (RFC 8259 section 7) and UTF-8 (RFC 3629 section 4).

extension JSONReader {
    /// Takes a string whose first quote comes next.
    mutating func scanString() throws(JSONFault) -> JSONToken {
        let span = self.span
        let start = self.position + 1
        var isEscaped = false
        var index = start
        while index < span.count {
            let byte = span[index]
            if byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                index += 1
            } else if byte == UInt8(ascii: "\"") {
                self.position = index + 1
                return JSONToken(start: start, end: index, isEscaped: isEscaped)
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
                index += try self.lengthOfEscape(at: index)
            } else if byte < 0x20 {
                throw JSONFault(.syntax, at: index)
            } else {
                index += try self.lengthOfCharacter(at: index)
            }
        }
        throw JSONFault(.syntax, at: index)
    }

    /// Takes a string whose first quote comes next, as a name.
    mutating func scanName() throws(JSONFault) -> JSONName {
        let span = self.span
        let start = self.position + 1
        var fingerprint = JSONName.fingerprintOfNothing
        var index = start
        while index < span.count {
            let byte = span[index]
            if byte == UInt8(ascii: "\"") {
                self.position = index + 1
                let token = JSONToken(start: start, end: index, isEscaped: false)
                return JSONName(token: token, fingerprint: fingerprint)
            }
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\\") else { break }
            fingerprint = JSONName.fingerprint(fingerprint, adding: byte)
            index += 1
        }
        // Not plain ASCII: once more, the slow way.
        let token = try self.scanString()
        return JSONName(token: token, fingerprint: JSONName.fingerprint(of: self.bytes(of: token).span))
    }

    /// What `token` reads, escapes undone.
    func text(of token: JSONToken) -> String {
        token.isEscaped ? String(decoding: self.bytes(of: token), as: UTF8.self) : self.text(at: token.range)
    }

    /// The bytes at `range`, known to be UTF-8.
    func text(at range: Range<Int>) -> String {
        guard let utf8 = try? UTF8Span(validating: self.span.extracting(range)) else {
            preconditionFailure("What was scanned is UTF-8")
        }
        return String(copying: utf8)
    }

    /// The UTF-8 of what `token` reads, escapes undone.
    func bytes(of token: JSONToken) -> [UInt8] {
        guard token.isEscaped else { return self.copy(of: token.range) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(token.range.count)
        var index = token.start
        while index < token.end {
            let byte = self.span[index]
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                index += 1
                continue
            }
            let escape = self.span[index + 1]
            switch escape {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0C)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = self.scalar(ofEscapeAt: index)
                bytes.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
                index += scalar.value > 0xFFFF ? 10 : 4
            default: bytes.append(escape)
            }
            index += 2
        }
        return bytes
    }

    /// The bytes at `range` as they stand.
    func copy(of range: Range<Int>) -> [UInt8] {
        let span = self.span
        return [UInt8](capacity: range.count) { output in
            for index in range { output.append(span[index]) }
        }
    }

    /// Whether two tokens read the same, escapes undone.
    func isEqual(_ one: JSONToken, _ other: JSONToken) -> Bool {
        guard !one.isEscaped && !other.isEscaped else { return self.bytes(of: one) == self.bytes(of: other) }
        guard one.range.count == other.range.count else { return false }
        for index in 0..<one.range.count where self.span[one.start + index] != self.span[other.start + index] {
            return false
        }
        return true
    }

    /// Checks the escape at `index`; a surrogate pair counts as one.
    private func lengthOfEscape(at index: Int) throws(JSONFault) -> Int {
        guard index + 1 < self.span.count else { throw JSONFault(.syntax, at: self.span.count) }
        switch self.span[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            switch try self.codeUnit(ofEscapeAt: index) {
            case 0xD800...0xDBFF:
                let low = index + 6
                guard low + 1 < self.span.count, self.span[low] == UInt8(ascii: "\\"),
                    self.span[low + 1] == UInt8(ascii: "u"),
                    (0xDC00...0xDFFF).contains(try self.codeUnit(ofEscapeAt: low))
                else { throw JSONFault(.loneSurrogate, at: index) }
                return 12
            case 0xDC00...0xDFFF: throw JSONFault(.loneSurrogate, at: index)
            default: return 6
            }
        default: throw JSONFault(.syntax, at: index + 1)
        }
    }

    /// The four hexadecimal digits of the escape at `index`.
    private func codeUnit(ofEscapeAt index: Int) throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for place in index + 2..<index + 6 {
            guard place < self.span.count, let digit = ASCII.hexadecimalDigit(self.span[place]) else {
                throw JSONFault(.syntax, at: min(place, self.span.count))
            }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// The character of the escape at `index`, which has been checked.
    private func scalar(ofEscapeAt index: Int) -> Unicode.Scalar {
        guard let high = try? self.codeUnit(ofEscapeAt: index) else { preconditionFailure("The escape was checked") }
        guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
        guard let low = try? self.codeUnit(ofEscapeAt: index + 6) else { preconditionFailure("The pair was checked") }
        return Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    /// Checks the character of two or more bytes at `index`.
    private func lengthOfCharacter(at index: Int) throws(JSONFault) -> Int {
        let length: Int
        /// What the second byte may be; the others are 80 to BF.
        let second: ClosedRange<UInt8>
        switch self.span[index] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONFault(.invalidUTF8, at: index)
        }
        guard index + length <= self.span.count, second.contains(self.span[index + 1]) else {
            throw JSONFault(.invalidUTF8, at: index)
        }
        for place in index + 2..<index + length where self.span[place] & 0xC0 != 0x80 {
            throw JSONFault(.invalidUTF8, at: index)
        }
        return length
    }
}
