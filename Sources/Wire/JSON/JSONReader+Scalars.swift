// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension JSONReader {
    /// Reads a string.
    public mutating func string() throws(JSONFault) -> String {
        self.text(of: try self.token())
    }

    /// Reads an integer; one with a fraction or an exponent is of the wrong type, whatever its value.
    public mutating func integer() throws(JSONFault) -> Int64 {
        try self.expect(.number)
        let start = self.position
        guard let value = try self.scanNumber() else { throw JSONFault(.wrongType, at: start) }
        self.valueEnded()
        return value
    }

    /// Reads an integer that lies in `range`.
    public mutating func integer<Value: FixedWidthInteger>(
        in range: ClosedRange<Value>
    ) throws(JSONFault) -> Value {
        _ = try self.peek()
        let start = self.position
        guard let value = Value(exactly: try self.integer()), range.contains(value) else {
            throw JSONFault(.invalidValue, at: start)
        }
        return value
    }

    /// Reads a number of any form.
    public mutating func double() throws(JSONFault) -> Double {
        try self.expect(.number)
        let start = self.position
        if let integer = try self.scanNumber() {
            self.valueEnded()
            return Double(integer)
        }
        self.valueEnded()
        return try self.double(at: start..<self.position)
    }

    public mutating func bool() throws(JSONFault) -> Bool {
        try self.expect(.bool)
        let isTrue = self.span[self.position] == UInt8(ascii: "t")
        if isTrue {
            try self.literal(UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "u"), UInt8(ascii: "e"))
        } else {
            self.position += 1
            try self.literal(UInt8(ascii: "a"), UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "e"))
        }
        return isTrue
    }

    public mutating func null() throws(JSONFault) {
        try self.expect(.null)
        try self.literal(UInt8(ascii: "n"), UInt8(ascii: "u"), UInt8(ascii: "l"), UInt8(ascii: "l"))
    }

    /// Reads a `null` if one comes next; else reads nothing.
    public mutating func isNull() throws(JSONFault) -> Bool {
        guard try self.peek() == .null else { return false }
        try self.null()
        return true
    }

    /// Whether `name` reads `text`, escapes undone.
    public func isName(_ name: JSONName, _ text: String) -> Bool {
        self.bytes(of: name.token) == Array(text.utf8)
    }

    /// `name` as a string, escapes undone.
    public func text(of name: JSONName) -> String {
        self.text(of: name.token)
    }

    // MARK: Inside the module

    /// Reads a string without decoding it.
    mutating func token() throws(JSONFault) -> JSONToken {
        try self.expect(.string)
        let token = try self.scanString()
        self.valueEnded()
        return token
    }

    /// Passes over a number, grammar and range checked.
    mutating func skipNumber() throws(JSONFault) {
        let start = self.position
        guard try self.scanNumber() == nil else { return }
        _ = try self.double(at: start..<self.position)
    }

    /// Takes one number by the grammar of RFC 8259 section 6; its value if it is an integer.
    private mutating func scanNumber() throws(JSONFault) -> Int64? {
        let start = self.position
        let isNegative = self.take(UInt8(ascii: "-"))
        let digits = self.position
        var magnitude: UInt64 = 0
        while self.position < self.span.count {
            let digit = self.span[self.position] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            magnitude = magnitude &* 10 &+ UInt64(digit)
            self.position += 1
        }
        let count = self.position - digits
        guard count == 1 || (count > 1 && self.span[digits] != UInt8(ascii: "0")) else {
            throw JSONFault(.syntax, at: self.position)
        }
        var isInteger = true
        if self.take(UInt8(ascii: ".")) {
            isInteger = false
            try self.takeDigits()
        }
        if self.take(UInt8(ascii: "e")) || self.take(UInt8(ascii: "E")) {
            isInteger = false
            if !self.take(UInt8(ascii: "-")) { _ = self.take(UInt8(ascii: "+")) }
            try self.takeDigits()
        }
        guard isInteger else { return nil }
        // Sixteen digits cannot have wrapped around.
        guard count <= 16, magnitude <= UInt64(WireLimits.integerMax) else {
            throw JSONFault(.numberOutOfRange, at: start)
        }
        return isNegative ? -Int64(magnitude) : Int64(magnitude)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.position < self.span.count, self.span[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func takeDigits() throws(JSONFault) {
        let start = self.position
        while self.position < self.span.count, self.span[self.position] &- UInt8(ascii: "0") < 10 { self.position += 1 }
        guard self.position > start else { throw JSONFault(.syntax, at: self.position) }
    }

    private func double(at range: Range<Int>) throws(JSONFault) -> Double {
        guard let value = Double(self.text(at: range)), value.isFinite else {
            throw JSONFault(.numberOutOfRange, at: range.lowerBound)
        }
        return value
    }

    /// Takes the last four letters of a literal.
    private mutating func literal(
        _ first: UInt8,
        _ second: UInt8,
        _ third: UInt8,
        _ fourth: UInt8
    ) throws(JSONFault) {
        guard self.take(first), self.take(second), self.take(third), self.take(fourth) else {
            throw JSONFault(.syntax, at: self.position)
        }
        self.valueEnded()
    }
}
