// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Who holds something that everybody sees: a place on the Stage, the floor, a raised hand.
public struct WirePerson: Hashable, Sendable {
    public var participant: WireParticipant
    public var name: String

    public init(participant: WireParticipant, name: String) {
        self.participant = participant
        self.name = name
    }
}

extension WirePerson: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.participant, self.participant)
            writer.member(.name, self.name)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var participant: WireParticipant?
        var name: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .participant: participant = try reader.value()
            case .name: name = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(participant: try reader.required(participant, .participant), name: try reader.required(name, .name))
    }
}
