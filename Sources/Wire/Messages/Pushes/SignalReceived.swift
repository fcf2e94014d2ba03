// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A signal that another session of the room has sent to this one.
public struct SignalReceived: Hashable, Sendable {
    public var from: WireSession
    /// Whose session that is.
    public var participant: WireParticipant
    public var payload: OpaqueJSON

    public init(from: WireSession, participant: WireParticipant, payload: OpaqueJSON) {
        self.from = from
        self.participant = participant
        self.payload = payload
    }
}

extension SignalReceived: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(.from, self.from)
        writer.member(.participant, self.participant)
        writer.member(.payload, self.payload)
    }

    /// Reads the signal out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var from: WireSession?
        var participant: WireParticipant?
        var payload: OpaqueJSON?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .from: from = try reader.value()
            case .participant: participant = try reader.value()
            case .payload: payload = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            from: try reader.required(from, .from),
            participant: try reader.required(participant, .participant),
            payload: try reader.required(payload, .payload)
        )
    }
}
