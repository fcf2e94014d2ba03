// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// The members of one JSON object, taken by name; those that nobody takes are ignored.
struct JSONMembers {
    private var values: [String: OpaqueJSON] = [:]

    init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            let text = reader.text(of: name)
            self.values[text] = try reader.value(OpaqueJSON.self)
        }
    }

    /// The value of a member that must be there.
    func value<Value: JSONDecodable>(_ name: String, as type: Value.Type = Value.self) throws(JSONFault) -> Value {
        guard let value = self.values[name] else { throw JSONFault(.missingMember(name), at: 0) }
        return try value.decoded()
    }

    /// The value of a member; nil when it is not there.
    func optional<Value: JSONDecodable>(
        _ name: String,
        as type: Value.Type = Value.self
    ) throws(JSONFault) -> Value? {
        guard let value = self.values[name] else { return nil }
        return try value.decoded()
    }

    func number(_ name: String) throws(JSONFault) -> Int32 {
        guard let number = try self.optionalNumber(name) else { throw JSONFault(.missingMember(name), at: 0) }
        return number
    }

    func optionalNumber(_ name: String) throws(JSONFault) -> Int32? {
        guard let value = try self.optional(name, as: Int64.self) else { return nil }
        guard let number = Int32(exactly: value) else { throw JSONFault(.numberOutOfRange, at: 0) }
        return number
    }
}

extension JSONWriter {
    /// Writes a member of the object that is open unless `value` is nil.
    mutating func optionalMember(_ name: String, _ value: (some JSONEncodable)?) {
        if let value { self.member(name, value) }
    }

    /// Writes a member whose value is an array.
    mutating func list(_ name: String, _ values: [some JSONEncodable]) {
        self.member(name) { writer in
            writer.array { writer in
                for value in values { writer.element(value) }
            }
        }
    }
}
