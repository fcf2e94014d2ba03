// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The state of the stream `lobby`, and of each of its changes: always the whole.
public struct WireLobbyState: Hashable, Sendable {
    /// How many wait, those included who are not listed.
    public var waiting: UInt32
    /// Longest waiting first, at most ``WireLimits/listedGuests``.
    public var entries: [WireWaitingGuest]
    /// At most ``WireLimits/listedGuests``.
    public var units: [WireWaitingUnit]

    public init(waiting: UInt32, entries: [WireWaitingGuest], units: [WireWaitingUnit]) {
        self.waiting = waiting
        self.entries = entries
        self.units = units
    }
}

extension WireLobbyState: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { self.writeMembers(to: &$0) }
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member(.waiting, self.waiting)
        writer.member(.entries, self.entries)
        writer.member(.units, self.units)
    }

    /// Reads a state, or a change out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var waiting: UInt32?
        var entries: [WireWaitingGuest]?
        var units: [WireWaitingUnit]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .waiting: waiting = try reader.value()
            case .entries: entries = try reader.value()
            case .units: units = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            waiting: try reader.required(waiting, .waiting),
            entries: try reader.required(entries, .entries),
            units: try reader.required(units, .units)
        )
    }
}
