// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// The organisation, each unit before those below it.
public struct UnitList: Sendable {
    public let units: [UnitRecord]
}

extension UnitList: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.list("units", self.units) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        self.units = try JSONMembers(from: &reader).value("units")
    }
}
