// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A session that has a place in the mesh.
public struct WireMeshMember: Hashable, Sendable {
    public var session: WireSession
    public var participant: WireParticipant
    public var name: String

    public init(session: WireSession, participant: WireParticipant, name: String) {
        self.session = session
        self.participant = participant
        self.name = name
    }
}

extension WireMeshMember: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.session, self.session)
            writer.member(.participant, self.participant)
            writer.member(.name, self.name)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var session: WireSession?
        var participant: WireParticipant?
        var name: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .session: session = try reader.value()
            case .participant: participant = try reader.value()
            case .name: name = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            session: try reader.required(session, .session),
            participant: try reader.required(participant, .participant),
            name: try reader.required(name, .name)
        )
    }
}
