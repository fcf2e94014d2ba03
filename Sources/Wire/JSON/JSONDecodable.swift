// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What can be read from its JSON form.
public protocol JSONDecodable {
    /// Reads exactly one value.
    init(from reader: inout JSONReader) throws(JSONFault)
}

extension JSONReader {
    /// Reads one value of the type that the caller expects.
    @inline(__always)
    public mutating func value<Value: JSONDecodable>(
        _ type: Value.Type = Value.self
    ) throws(JSONFault) -> Value {
        try Value(from: &self)
    }

    /// Reads one value of the type that the caller expects, or `null` as nil.
    public mutating func valueOrNull<Value: JSONDecodable>(
        _ type: Value.Type = Value.self
    ) throws(JSONFault) -> Value? {
        try self.isNull() ? nil : try Value(from: &self)
    }

    /// Reads an array with as many elements as `count` allows.
    public mutating func list<Value: JSONDecodable>(
        _ type: Value.Type = Value.self,
        count: ClosedRange<Int> = 0...Int.max
    ) throws(JSONFault) -> [Value] {
        _ = try self.peek()
        let start = self.position
        var values: [Value] = []
        try self.beginArray()
        while try self.nextElement() {
            guard values.count < count.upperBound else { throw JSONFault(.invalidValue, at: start) }
            values.append(try Value(from: &self))
        }
        guard count.contains(values.count) else { throw JSONFault(.invalidValue, at: start) }
        return values
    }
}

extension JSONDecodable where Self: RawRepresentable, RawValue == String {
    public init(from reader: inout JSONReader) throws(JSONFault) {
        _ = try reader.peek()
        let start = reader.offset
        guard let value = Self(rawValue: try reader.string()) else { throw JSONFault(.invalidValue, at: start) }
        self = value
    }
}

extension String: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.string() }
}

extension Bool: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.bool() }
}

extension Double: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.double() }
}

extension Int: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.integer(in: .min ... .max) }
}

extension Int32: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.integer(in: .min ... .max) }
}

extension Int64: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.integer() }
}

extension UInt16: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.integer(in: .min ... .max) }
}

extension UInt32: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.integer(in: .min ... .max) }
}

extension UInt64: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.integer(in: .min ... .max) }
}

extension Array: JSONDecodable where Element: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) { self = try reader.list() }
}

extension JSONReader {
    /// Reads one place of an array whose places have meanings, inside ``beginArray()`` and ``endPlaces()``.
    mutating func place<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws(JSONFault) -> Value {
        guard try self.nextElement() else { throw JSONFault(.invalidValue, at: self.position - 1) }
        return try Value(from: &self)
    }

    /// Leaves an array whose places have meanings; places that a newer version added are passed over.
    mutating func endPlaces() throws(JSONFault) {
        while try self.nextElement() { try self.skip() }
    }
}
