// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What has one JSON form.
public protocol JSONEncodable {
    /// Writes exactly one value.
    func write(to writer: inout JSONWriter)
}

extension JSONEncodable {
    /// This value as a JSON text of its own.
    ///
    /// - Parameter capacity: Bytes to reserve, so that a text of up to that size costs one allocation.
    public func encoded(reserving capacity: Int = 512) -> [UInt8] {
        var writer = JSONWriter(reserving: capacity)
        self.write(to: &writer)
        return writer.bytes
    }
}

extension JSONEncodable where Self: RawRepresentable, RawValue == String {
    public func write(to writer: inout JSONWriter) { writer.string(self.rawValue) }
}

extension String: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.bool(self) }
}

extension Double: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.double(self) }
}

extension Int: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Int32: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Int64: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension UInt16: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension UInt32: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension UInt64: JSONEncodable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            for element in self { writer.element(element) }
        }
    }
}
