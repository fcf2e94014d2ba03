// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A unit by whose invitations guests wait: `[unit, name, waiting]`.
public struct WireWaitingUnit: Hashable, Sendable {
    public var unit: UInt32
    public var name: String
    public var waiting: UInt32

    public init(unit: UInt32, name: String, waiting: UInt32) {
        self.unit = unit
        self.name = name
        self.waiting = waiting
    }
}

extension WireWaitingUnit: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.element(self.unit)
            writer.element(self.name)
            writer.element(self.waiting)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginArray()
        self.init(unit: try reader.place(), name: try reader.place(), waiting: try reader.place())
        try reader.endPlaces()
    }
}
