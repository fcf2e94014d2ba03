// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A unit in a summary: `[row, unit, name, order]`.
public struct WireSummaryRow: Hashable, Sendable {
    /// Numbered from 0 in the order of appearance; row 0 is the unit that the stream is about.
    public var row: UInt32
    /// 0 stands for all children that have no row of their own.
    public var unit: UInt32
    public var name: String
    /// Sorts siblings, lowest first.
    public var order: Int32

    public init(row: UInt32, unit: UInt32, name: String, order: Int32) {
        self.row = row
        self.unit = unit
        self.name = name
        self.order = order
    }
}

extension WireSummaryRow: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.element(self.row)
            writer.element(self.unit)
            writer.element(self.name)
            writer.element(self.order)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginArray()
        self.init(
            row: try reader.place(),
            unit: try reader.place(),
            name: try reader.place(),
            order: try reader.place()
        )
        try reader.endPlaces()
    }
}
