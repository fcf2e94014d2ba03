// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// A unit as the command line shows it.
public struct UnitRecord: Sendable, Equatable {
    public let id: UInt32
    public let path: String
    public let name: String
    public let tier: UInt32
    public let kind: String
    public let order: Int

    /// Units above it.
    public var depth: Int { self.path.split(separator: "/").count - 1 }
}

extension UnitRecord: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("unit", self.id)
            writer.member("path", self.path)
            writer.member("name", self.name)
            writer.member("tier", self.tier)
            writer.member("kind", self.kind)
            writer.member("order", self.order)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.id = try members.value("unit")
        self.path = try members.value("path")
        self.name = try members.value("name")
        self.tier = try members.value("tier")
        self.kind = try members.value("kind")
        self.order = Int(try members.number("order"))
    }
}
