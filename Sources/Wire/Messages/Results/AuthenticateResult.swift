// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `session.authenticate`.
public struct AuthenticateResult: Hashable, Sendable {
    public var session: WireSession
    public var participant: WireParticipant
    public var name: String
    /// The primary unit of who signed in.
    public var unit: UInt32
    /// What the account may do outside rooms, as `room.create`.
    public var permissions: [String]
    /// When the session ends unless it is refreshed, UTC milliseconds.
    public var expiresAt: Int64

    public init(
        session: WireSession,
        participant: WireParticipant,
        name: String,
        unit: UInt32,
        permissions: [String],
        expiresAt: Int64
    ) {
        self.session = session
        self.participant = participant
        self.name = name
        self.unit = unit
        self.permissions = permissions
        self.expiresAt = expiresAt
    }
}

extension AuthenticateResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.session, self.session)
            writer.member(.participant, self.participant)
            writer.member(.name, self.name)
            writer.member(.unit, self.unit)
            writer.member(.permissions, self.permissions)
            writer.member(.expiresAt, self.expiresAt)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var session: WireSession?
        var participant: WireParticipant?
        var name: String?
        var unit: UInt32?
        var permissions: [String]?
        var expiresAt: Int64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .session: session = try reader.value()
            case .participant: participant = try reader.value()
            case .name: name = try reader.value()
            case .unit: unit = try reader.value()
            case .permissions: permissions = try reader.value()
            case .expiresAt: expiresAt = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            session: try reader.required(session, .session),
            participant: try reader.required(participant, .participant),
            name: try reader.required(name, .name),
            unit: try reader.required(unit, .unit),
            permissions: try reader.required(permissions, .permissions),
            expiresAt: try reader.required(expiresAt, .expiresAt)
        )
    }
}
