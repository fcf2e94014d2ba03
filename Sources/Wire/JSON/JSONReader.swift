// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A strict pull reader for JSON (RFC 8259): the caller asks for what it expects and nothing is built that it did not
// ask for. Everything that is passed over is checked as strictly as what is read: grammar, UTF-8, escapes, nesting,
// ranges of numbers, duplicate members.
//
// `JSONReader+Scalars` reads strings, numbers, literals; `JSONReader+Text` has their bytes.

/// Reads one JSON text from borrowed bytes.
///
/// Values are read in the order in which they stand. Inside an object call ``nextName()`` and after each name read or
/// ``skip()`` exactly one value; inside an array the same with ``nextElement()``; at the end of the text ``end()``.
/// Any fault ends the reading: where the reader then stands is not defined.
public struct JSONReader: ~Escapable {
    public enum Kind: Hashable, Sendable {
        case object
        case array
        case string
        case number
        case bool
        case null
    }

    /// What may come next.
    private enum Place {
        /// A value. Exits: `following` after a scalar or the end of a container, `first` after the start of one.
        case value
        /// The first member or element, or the end of the container. Exits: `value`, `following`.
        case first
        /// A further one, or the end. Exits: `value`, `following`.
        case following
    }

    private struct SeenName {
        let fingerprint: UInt32
        let isEscaped: Bool
        /// Of the name; in the entry in front of an object's first name, where the names of the object around it begin.
        let start: UInt32
        let end: UInt32
    }

    let span: Span<UInt8>
    var position = 0
    private let depthMax: Int
    private var depth = 0
    private var place = Place.value
    /// Names of all open objects, outermost first, each object's behind one entry that leads back to the outer one.
    private var names: [SeenName] = []
    /// Where the names of the innermost open object begin.
    private var namesStart = 0
    /// Whether an earlier reader has passed over these bytes, so that no name needs to be remembered.
    private let isVerified: Bool

    /// - Parameter depthMax: Nesting of arrays and objects that is accepted, the outermost counted.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>, depthMax: Int = WireLimits.depth) {
        self.span = bytes
        self.depthMax = depthMax
        self.isVerified = false
    }

    /// A reader for bytes that an earlier reader has found sound.
    @_lifetime(copy bytes)
    init(verified bytes: Span<UInt8>) {
        self.span = bytes
        self.depthMax = .max
        self.isVerified = true
    }

    /// Reads one whole text that `bytes` must be.
    public static func read<Value>(
        _ bytes: [UInt8],
        _ body: (inout JSONReader) throws(JSONFault) -> Value
    ) throws(JSONFault) -> Value {
        var reader = JSONReader(bytes.span)
        let value = try body(&reader)
        try reader.end()
        return value
    }

    /// Index of the byte that is read next.
    public var offset: Int { self.position }

    /// The kind of the value that comes next.
    public mutating func peek() throws(JSONFault) -> Kind {
        precondition(self.place == .value, "No value is due: ask for the next name or element first")
        switch try self.nextByte() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw JSONFault(.syntax, at: self.position)
        }
    }

    /// Enters an object.
    public mutating func beginObject() throws(JSONFault) {
        try self.expect(.object)
        try self.enter()
        guard !self.isVerified else { return }
        if self.names.isEmpty { self.names.reserveCapacity(32) }
        self.names.append(SeenName(fingerprint: 0, isEscaped: false, start: UInt32(self.namesStart), end: 0))
        self.namesStart = self.names.count
    }

    /// The next member's name; its value comes next.
    ///
    /// Nil leaves the object.
    public mutating func nextName() throws(JSONFault) -> JSONName? {
        guard try self.isAnotherDue(before: UInt8(ascii: "}")) else {
            guard !self.isVerified else { return nil }
            let outer = Int(self.names[self.namesStart - 1].start)
            self.names.removeLast(self.names.count - self.namesStart + 1)
            self.namesStart = outer
            return nil
        }
        guard try self.nextByte() == UInt8(ascii: "\"") else { throw JSONFault(.syntax, at: self.position) }
        let name = try self.scanName()
        guard try self.nextByte() == UInt8(ascii: ":") else { throw JSONFault(.syntax, at: self.position) }
        self.position += 1
        if !self.isVerified { try self.remember(name) }
        return name
    }

    /// Enters an array.
    public mutating func beginArray() throws(JSONFault) {
        try self.expect(.array)
        try self.enter()
    }

    /// Whether the array has another element, which comes next; false leaves the array.
    public mutating func nextElement() throws(JSONFault) -> Bool {
        try self.isAnotherDue(before: UInt8(ascii: "]"))
    }

    /// Passes over one value of any kind.
    ///
    /// - Returns: Where the value's bytes are, without white space around them.
    @discardableResult
    public mutating func skip() throws(JSONFault) -> Range<Int> {
        let kind = try self.peek()
        let start = self.position
        switch kind {
        case .object:
            try self.beginObject()
            while try self.nextName() != nil { try self.skip() }
        case .array:
            try self.beginArray()
            while try self.nextElement() { try self.skip() }
        case .string: _ = try self.scanString()
        case .number: try self.skipNumber()
        case .bool: _ = try self.bool()
        case .null: try self.null()
        }
        self.place = .following
        return start..<self.position
    }

    /// Checks that nothing but white space follows.
    public mutating func end() throws(JSONFault) {
        precondition(self.place == .following && self.depth == 0, "The text's value has not been read yet")
        self.skipWhiteSpace()
        guard self.position == self.span.count else { throw JSONFault(.syntax, at: self.position) }
    }

    // MARK: Steps

    /// Refuses a value of another kind than `kind`.
    mutating func expect(_ kind: Kind) throws(JSONFault) {
        guard try self.peek() == kind else { throw JSONFault(.wrongType, at: self.position) }
    }

    /// The value that was due has been read.
    mutating func valueEnded() {
        self.place = .following
    }

    /// Skips white space; the byte after it is not taken.
    @inline(__always)
    mutating func nextByte() throws(JSONFault) -> UInt8 {
        self.skipWhiteSpace()
        guard self.position < self.span.count else { throw JSONFault(.syntax, at: self.position) }
        return self.span[self.position]
    }

    @inline(__always)
    private mutating func skipWhiteSpace() {
        while self.position < self.span.count, self.span[self.position] <= 0x20 {
            switch self.span[self.position] {
            case 0x20, 0x0A, 0x0D, 0x09: self.position += 1
            default: return
            }
        }
    }

    private mutating func enter() throws(JSONFault) {
        self.depth += 1
        guard self.depth <= self.depthMax else { throw JSONFault(.tooDeep, at: self.position) }
        self.position += 1
        self.place = .first
    }

    /// Whether the innermost container goes on; if not, it is left.
    private mutating func isAnotherDue(before close: UInt8) throws(JSONFault) -> Bool {
        precondition(self.place != .value, "The value that is due has not been read")
        let byte = try self.nextByte()
        if byte == close {
            self.position += 1
            self.depth -= 1
            self.place = .following
            return false
        }
        if self.place == .following {
            guard byte == UInt8(ascii: ",") else { throw JSONFault(.syntax, at: self.position) }
            self.position += 1
        }
        self.place = .value
        return true
    }

    /// Refuses a name that the innermost object already has.
    private mutating func remember(_ name: JSONName) throws(JSONFault) {
        let token = name.token
        for index in self.namesStart..<self.names.count where self.names[index].fingerprint == name.fingerprint {
            let seen = self.names[index]
            let other = JSONToken(start: Int(seen.start), end: Int(seen.end), isEscaped: seen.isEscaped)
            guard !self.isEqual(token, other) else { throw JSONFault(.duplicateMember, at: token.start) }
        }
        guard self.names.count - self.namesStart < WireLimits.objectMembers else {
            throw JSONFault(.tooManyMembers, at: token.start)
        }
        let seen = SeenName(
            fingerprint: name.fingerprint,
            isEscaped: token.isEscaped,
            start: UInt32(token.start),
            end: UInt32(token.end)
        )
        self.names.append(seen)
    }
}
