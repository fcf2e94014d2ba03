// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `session.resume`.
public struct ResumeResult: Hashable, Sendable {
    public var session: WireSession
    public var participant: WireParticipant
    public var room: WireRoom
    /// The new token; the one shown stays valid until the next request on this connection.
    public var token: ResumeToken
    public var role: WireRole
    public var reconnect: WireReconnect
    /// Watched streams that go on, sorted by name; one that was named in the request and is not here is over.
    public var watching: [StreamName]

    public init(
        session: WireSession,
        participant: WireParticipant,
        room: WireRoom,
        token: ResumeToken,
        role: WireRole,
        reconnect: WireReconnect,
        watching: [StreamName] = []
    ) {
        self.session = session
        self.participant = participant
        self.room = room
        self.token = token
        self.role = role
        self.reconnect = reconnect
        self.watching = watching
    }
}

extension ResumeResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.session, self.session)
            writer.member(.participant, self.participant)
            writer.member(.room, self.room)
            writer.member(.token, self.token)
            writer.member(.role, self.role)
            writer.member(.reconnect, self.reconnect)
            writer.member(.watching, self.watching)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var session: WireSession?
        var participant: WireParticipant?
        var room: WireRoom?
        var token: ResumeToken?
        var role: WireRole?
        var reconnect: WireReconnect?
        var watching: [StreamName]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .session: session = try reader.value()
            case .participant: participant = try reader.value()
            case .room: room = try reader.value()
            case .token: token = try reader.value()
            case .role: role = try reader.value()
            case .reconnect: reconnect = try reader.value()
            case .watching: watching = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            session: try reader.required(session, .session),
            participant: try reader.required(participant, .participant),
            room: try reader.required(room, .room),
            token: try reader.required(token, .token),
            role: try reader.required(role, .role),
            reconnect: try reader.required(reconnect, .reconnect),
            watching: try reader.required(watching, .watching)
        )
    }
}
