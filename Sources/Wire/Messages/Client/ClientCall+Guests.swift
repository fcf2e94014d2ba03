// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension ClientCall {
    /// Makes an invitation for guests.
    public struct CreateInvitation: Hashable, Sendable {
        public let room: WireRoom
        /// Within ``WireLimits/invitationLifeMs``.
        public let lifeMs: UInt32
        public let key: String

        public init(room: WireRoom, lifeMs: UInt32 = WireLimits.invitationLifeMsDefault, key: String) {
            self.room = room
            self.lifeMs = lifeMs
            self.key = key
        }
    }

    /// Withdraws an invitation.
    public struct RevokeInvitation: Hashable, Sendable {
        public let room: WireRoom
        public let invitation: UInt16
        public let key: String

        public init(room: WireRoom, invitation: UInt16, key: String) {
            self.room = room
            self.invitation = invitation
            self.key = key
        }
    }

    /// Lets guests in from the lobby.
    public struct AdmitFromLobby: Hashable, Sendable {
        public enum Target: Hashable, Sendable {
            /// Everybody who waits now.
            case all
            /// Who waits by an invitation of the unit, or of one below it.
            case unit(UInt32)
            /// As many as ``WireLimits/namedParticipants`` allows.
            case participants([WireParticipant])
        }

        public let room: WireRoom
        public let target: Target
        public let key: String

        public init(room: WireRoom, target: Target, key: String) {
            self.room = room
            self.target = target
            self.key = key
        }
    }
}

extension ClientCall.CreateInvitation: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.lifeMs, self.lifeMs)
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var lifeMs = WireLimits.invitationLifeMsDefault
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .lifeMs: lifeMs = try reader.integer(in: WireLimits.invitationLifeMs)
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room), lifeMs: lifeMs, key: try reader.required(key, .key))
    }
}

extension ClientCall.RevokeInvitation: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.invitation, UInt32(self.invitation))
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var invitation: UInt16?
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .invitation: invitation = try reader.integer(in: 0...UInt16.max)
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            invitation: try reader.required(invitation, .invitation),
            key: try reader.required(key, .key)
        )
    }
}

extension ClientCall.AdmitFromLobby: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            switch self.target {
            case .all: writer.member(.all, true)
            case .unit(let unit): writer.member(.unit, unit)
            case .participants(let participants): writer.member(.participants, participants)
            }
            writer.member(.key, self.key)
        }
    }

    /// Exactly one of `all`, `unit` and `participants` says who is meant.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var targets: [Target] = []
        var key: String?
        let start = reader.offset
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .all: if try reader.value(Bool.self) { targets.append(.all) }
            case .unit: targets.append(.unit(try reader.value()))
            case .participants:
                targets.append(.participants(try reader.list(count: WireLimits.namedParticipants)))
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        guard targets.count <= 1 else { throw JSONFault(.invalidValue, at: start) }
        self.init(
            room: try reader.required(room, .room),
            target: try reader.required(targets.first, .participants),
            key: try reader.required(key, .key)
        )
    }
}
