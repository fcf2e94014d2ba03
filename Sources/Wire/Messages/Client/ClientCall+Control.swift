// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The methods of the families `floor` and `control`: all of them are commands.

extension ClientCall {
    /// A command about a room as a whole, or about who gives it.
    public struct RoomCommand: Hashable, Sendable {
        public let room: WireRoom
        public let key: String

        public init(room: WireRoom, key: String) {
            self.room = room
            self.key = key
        }
    }

    /// A command about one participant.
    public struct ParticipantCommand: Hashable, Sendable {
        public let room: WireRoom
        public let participant: WireParticipant
        public let key: String

        public init(room: WireRoom, participant: WireParticipant, key: String) {
            self.room = room
            self.participant = participant
            self.key = key
        }
    }

    /// A command about several participants.
    public struct ParticipantsCommand: Hashable, Sendable {
        public let room: WireRoom
        /// As many as ``WireLimits/namedParticipants`` allows.
        public let participants: [WireParticipant]
        public let key: String

        public init(room: WireRoom, participants: [WireParticipant], key: String) {
            self.room = room
            self.participants = participants
            self.key = key
        }
    }

    /// Tells participants to be silent.
    public struct Mute: Hashable, Sendable {
        public enum Target: Hashable, Sendable {
            /// Everybody, later comers too; `selfUnmute` says whether people may unmute themselves.
            case all(selfUnmute: Bool)
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

    /// Lets participants speak again.
    public struct Unmute: Hashable, Sendable {
        public enum Target: Hashable, Sendable {
            /// Everybody: the order that holds for all is lifted, with every single one.
            case all
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

extension ClientCall.RoomCommand: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room), key: try reader.required(key, .key))
    }
}

extension ClientCall.ParticipantCommand: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.participant, self.participant)
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var participant: WireParticipant?
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .participant: participant = try reader.value()
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            participant: try reader.required(participant, .participant),
            key: try reader.required(key, .key)
        )
    }
}

extension ClientCall.ParticipantsCommand: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.participants, self.participants)
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var participants: [WireParticipant]?
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .participants: participants = try reader.list(count: WireLimits.namedParticipants)
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            participants: try reader.required(participants, .participants),
            key: try reader.required(key, .key)
        )
    }
}

extension ClientCall.Mute: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            switch self.target {
            case .all(let selfUnmute):
                writer.member(.all, true)
                writer.member(.selfUnmute, selfUnmute)
            case .participants(let participants):
                writer.member(.participants, participants)
            }
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let params = try MuteParams(from: &reader)
        let target: Target =
            if let participants = params.participants {
                .participants(participants)
            } else {
                .all(selfUnmute: params.selfUnmute)
            }
        self.init(room: params.room, target: target, key: params.key)
    }
}

extension ClientCall.Unmute: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            switch self.target {
            case .all: writer.member(.all, true)
            case .participants(let participants): writer.member(.participants, participants)
            }
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let params = try MuteParams(from: &reader)
        let target: Target = if let participants = params.participants { .participants(participants) } else { .all }
        self.init(room: params.room, target: target, key: params.key)
    }
}

/// What `control.mute` and `control.unmute` are sent with.
private struct MuteParams {
    let room: WireRoom
    /// Nil for all.
    let participants: [WireParticipant]?
    let selfUnmute: Bool
    let key: String

    init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var isAll = false
        var participants: [WireParticipant]?
        var selfUnmute = true
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .all: isAll = try reader.value()
            case .participants: participants = try reader.list(count: WireLimits.namedParticipants)
            case .selfUnmute: selfUnmute = try reader.value()
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.room = try reader.required(room, .room)
        self.key = try reader.required(key, .key)
        // Either all or some: with both, nobody could say what was meant.
        guard isAll == (participants == nil) else {
            throw JSONFault(.missingMember("participants"), at: reader.offset - 1)
        }
        self.participants = participants
        self.selfUnmute = selfUnmute
    }
}
