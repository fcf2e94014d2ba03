// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A guest who waits for admission.
public struct WireWaitingGuest: Hashable, Sendable {
    public var participant: WireParticipant
    public var name: String
    /// Whose invitation it is.
    public var unit: UInt32
    /// UTC milliseconds.
    public var since: Int64

    public init(participant: WireParticipant, name: String, unit: UInt32, since: Int64) {
        self.participant = participant
        self.name = name
        self.unit = unit
        self.since = since
    }
}

extension WireWaitingGuest: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.participant, self.participant)
            writer.member(.name, self.name)
            writer.member(.unit, self.unit)
            writer.member(.since, self.since)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var participant: WireParticipant?
        var name: String?
        var unit: UInt32?
        var since: Int64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .participant: participant = try reader.value()
            case .name: name = try reader.value()
            case .unit: unit = try reader.value()
            case .since: since = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            participant: try reader.required(participant, .participant),
            name: try reader.required(name, .name),
            unit: try reader.required(unit, .unit),
            since: try reader.required(since, .since)
        )
    }
}
