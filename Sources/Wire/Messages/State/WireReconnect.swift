// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// When to come back after the server has vanished: after `slot` times `spreadMs` milliseconds.
public struct WireReconnect: Hashable, Sendable {
    /// From 0 to 1, fixed when the session joined.
    public var slot: Double
    /// Renewed by `summary` as the room grows.
    public var spreadMs: UInt32

    public init(slot: Double, spreadMs: UInt32) {
        self.slot = slot
        self.spreadMs = spreadMs
    }
}

extension WireReconnect: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.slot, self.slot)
            writer.member(.spreadMs, self.spreadMs)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var slot: Double?
        var spreadMs: UInt32?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .slot: slot = try reader.value()
            case .spreadMs: spreadMs = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(slot: try reader.required(slot, .slot), spreadMs: try reader.required(spreadMs, .spreadMs))
    }
}
