// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The bytes of one JSON value, found sound by a reader and otherwise not looked at.
public struct OpaqueJSON: Hashable, Sendable {
    /// Without white space around the value; inside it stands as it came.
    public let bytes: [UInt8]

    /// - Throws: ``JSONFault`` when `bytes` are not one value that a ``JSONReader`` accepts.
    public init(_ bytes: [UInt8]) throws(JSONFault) {
        self = try JSONReader.read(bytes) { reader throws(JSONFault) in try OpaqueJSON(from: &reader) }
    }

    private init(verified bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Copies a value that a reader has passed over.
    init(copying range: Range<Int>, from span: Span<UInt8>) {
        self.bytes = [UInt8](capacity: range.count) { output in
            for index in range { output.append(span[index]) }
        }
    }

    /// The value, read as `type`.
    ///
    /// - Throws: ``JSONFault``, never a malformed one, when it is no such value.
    public func decoded<Value: JSONDecodable>(as type: Value.Type = Value.self) throws(JSONFault) -> Value {
        var reader = JSONReader(verified: self.bytes.span)
        return try Value(from: &reader)
    }

    /// An object without members.
    public static let emptyObject = OpaqueJSON(verified: Array("{}".utf8))
}

extension OpaqueJSON: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) { writer.raw(self) }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let range = try reader.skip()
        self.init(copying: range, from: reader.span)
    }
}
