// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Writes one JSON text into a buffer that is reused from text to text.
///
/// Commas, colons, quotes and brackets are the writer's business: whatever is called in whatever order, what comes out
/// is JSON or the process stops at the wrong call.
public struct JSONWriter: Sendable {
    /// What may come next.
    private enum Place {
        /// One value. Exits: `done` after it, and inside it `firstMember` or `firstElement`.
        case value
        /// Exits: `value` by a name, `done` by the end of the object.
        case firstMember
        case member
        /// Exits: `value` by an element, `done` by the end of the array.
        case firstElement
        case element
        /// Nothing: the value that was due is there.
        case done
    }

    private var buffer: [UInt8] = []
    private var place = Place.value

    public init(reserving capacity: Int = 512) {
        self.buffer.reserveCapacity(capacity)
    }

    /// The text; reading it before its value is complete stops the process.
    public var bytes: [UInt8] {
        precondition(self.place == .done, "The text is not complete")
        return self.buffer
    }

    /// Starts another text in the same memory.
    public mutating func reset() {
        self.buffer.removeAll(keepingCapacity: true)
        self.place = .value
    }

    // MARK: Containers

    /// Writes an object whose members `body` writes.
    @inline(__always)
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        self.open(UInt8(ascii: "{"), .firstMember)
        body(&self)
        precondition(self.place == .firstMember || self.place == .member, "The object's last member has no value")
        self.close(UInt8(ascii: "}"))
    }

    /// Writes an array whose elements `body` writes.
    @inline(__always)
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        self.open(UInt8(ascii: "["), .firstElement)
        body(&self)
        precondition(self.place == .firstElement || self.place == .element, "The array's last element has no value")
        self.close(UInt8(ascii: "]"))
    }

    /// Writes a member of the object that is open; `value` writes exactly one value.
    @inline(__always)
    public mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
        self.name(name)
        value(&self)
        self.memberEnded()
    }

    /// Writes a member of the object that is open.
    @inline(__always)
    public mutating func member(_ name: String, _ value: borrowing some JSONEncodable) {
        self.name(name)
        value.write(to: &self)
        self.memberEnded()
    }

    /// Writes an element of the array that is open.
    @inline(__always)
    public mutating func element(_ value: borrowing some JSONEncodable) {
        self.separate()
        value.write(to: &self)
        precondition(self.place == .done, "An element is one value")
        self.place = .element
    }

    // MARK: Scalars

    public mutating func string(_ value: String) {
        self.take()
        self.quote(value)
        self.place = .done
    }

    /// Writes an integer within ``WireLimits/integerMax``.
    public mutating func integer(_ value: some BinaryInteger) {
        precondition(value.magnitude <= UInt64(WireLimits.integerMax), "No reader takes an integer of this size")
        self.take()
        if value < 0 { self.buffer.append(UInt8(ascii: "-")) }
        ASCII.append(UInt64(truncatingIfNeeded: value.magnitude), to: &self.buffer)
        self.place = .done
    }

    /// Writes a finite number.
    public mutating func double(_ value: Double) {
        precondition(value.isFinite, "JSON has no infinity and no NaN")
        self.take()
        self.buffer.append(contentsOf: value.description.utf8)
        self.place = .done
    }

    public mutating func bool(_ value: Bool) {
        self.word(value ? "true" : "false")
    }

    public mutating func null() {
        self.word("null")
    }

    /// Writes a value whose bytes a reader has checked.
    public mutating func raw(_ value: OpaqueJSON) {
        self.take()
        self.buffer.append(contentsOf: value.bytes)
        self.place = .done
    }

    /// Writes a string of characters that need no escape, which is for the caller inside this module to know.
    @inline(__always)
    mutating func unescapedString(_ append: (inout [UInt8]) -> Void) {
        self.take()
        self.buffer.append(UInt8(ascii: "\""))
        append(&self.buffer)
        self.buffer.append(UInt8(ascii: "\""))
        self.place = .done
    }

    // MARK: Steps

    private mutating func word(_ text: String) {
        self.take()
        self.buffer.append(contentsOf: text.utf8)
        self.place = .done
    }

    @inline(__always)
    private func take() {
        precondition(self.place == .value, "No value is due: write a name or an element first")
    }

    private mutating func open(_ bracket: UInt8, _ place: Place) {
        self.take()
        self.buffer.append(bracket)
        self.place = place
    }

    private mutating func close(_ bracket: UInt8) {
        self.buffer.append(bracket)
        self.place = .done
    }

    private mutating func separate() {
        switch self.place {
        case .firstElement: break
        case .element: self.buffer.append(UInt8(ascii: ","))
        case .value, .firstMember, .member, .done: preconditionFailure("No array is open")
        }
        self.place = .value
    }

    /// Starts a member of the protocol.
    @inline(__always)
    mutating func name(_ member: Member) {
        switch self.place {
        case .firstMember: member.appendPrefix(isFirst: true, to: &self.buffer)
        case .member: member.appendPrefix(isFirst: false, to: &self.buffer)
        case .value, .firstElement, .element, .done: preconditionFailure("No object is open")
        }
        self.place = .value
    }

    /// The value of the member that was started must be there.
    @inline(__always)
    mutating func memberEnded() {
        precondition(self.place == .done, "A member has one value")
        self.place = .member
    }

    private mutating func name(_ name: String) {
        switch self.place {
        case .firstMember: self.quote(name, endingWith: UInt8(ascii: ":"))
        case .member: self.quote(name, after: UInt8(ascii: ","), endingWith: UInt8(ascii: ":"))
        case .value, .firstElement, .element, .done: preconditionFailure("No object is open")
        }
        self.place = .value
    }

    /// Appends `text` in quotes, with the escapes that RFC 8259 section 7 demands.
    private mutating func quote(_ text: String, after first: UInt8? = nil, endingWith last: UInt8? = nil) {
        let utf8 = text.utf8Span
        let span = utf8.span
        var clean = 0
        // Nearly always nothing needs an escape, and one look at the buffer is enough for all of it.
        self.buffer.append(addingCapacity: span.count + 4) { output in
            if let first { output.append(first) }
            output.append(UInt8(ascii: "\""))
            while clean < span.count, !Self.needsEscape(span[clean]) {
                output.append(span[clean])
                clean += 1
            }
            guard clean == span.count else { return }
            output.append(UInt8(ascii: "\""))
            if let last { output.append(last) }
        }
        guard clean < span.count else { return }
        for index in clean..<span.count { self.appendEscaped(span[index]) }
        self.buffer.append(UInt8(ascii: "\""))
        if let last { self.buffer.append(last) }
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        guard Self.needsEscape(byte) else { return self.buffer.append(byte) }
        self.buffer.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.buffer.append(byte)
        case 0x08: self.buffer.append(UInt8(ascii: "b"))
        case 0x09: self.buffer.append(UInt8(ascii: "t"))
        case 0x0A: self.buffer.append(UInt8(ascii: "n"))
        case 0x0C: self.buffer.append(UInt8(ascii: "f"))
        case 0x0D: self.buffer.append(UInt8(ascii: "r"))
        default:
            self.buffer.append(contentsOf: "u00".utf8)
            self.buffer.append(ASCII.hexadecimal(byte >> 4))
            self.buffer.append(ASCII.hexadecimal(byte & 0x0F))
        }
    }
}
