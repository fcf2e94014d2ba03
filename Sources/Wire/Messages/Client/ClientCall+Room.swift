// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension ClientCall {
    /// Creates a room.
    public struct CreateRoom: Hashable, Sendable {
        public let title: String
        /// Participants, within ``WireLimits/roomLimit``.
        public let limit: UInt32
        public let sessionPolicy: WireSessionPolicy
        public let key: String

        public init(
            title: String,
            limit: UInt32 = WireLimits.roomLimitDefault,
            sessionPolicy: WireSessionPolicy = .replace,
            key: String
        ) {
            self.title = title
            self.limit = limit
            self.sessionPolicy = sessionPolicy
            self.key = key
        }
    }

    /// Asks for a seat.
    public struct JoinRoom: Hashable, Sendable {
        public let room: WireRoom
        /// How many sit at this endpoint, within ``WireLimits/people``.
        public let people: UInt32
        /// Whether a place in the mesh is asked for.
        public let wantsMedia: Bool

        public init(room: WireRoom, people: UInt32 = 1, wantsMedia: Bool = false) {
            self.room = room
            self.people = people
            self.wantsMedia = wantsMedia
        }
    }

    /// Names a room and nothing else.
    public struct RoomOnly: Hashable, Sendable {
        public let room: WireRoom

        public init(room: WireRoom) {
            self.room = room
        }
    }
}

extension ClientCall.CreateRoom: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.title, self.title)
            writer.member(.limit, self.limit)
            writer.member(.sessionPolicy, self.sessionPolicy)
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var title: String?
        var limit = WireLimits.roomLimitDefault
        var sessionPolicy = WireSessionPolicy.replace
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .title: title = try reader.string(characters: WireLimits.titleCharacters)
            case .limit: limit = try reader.integer(in: WireLimits.roomLimit)
            case .sessionPolicy: sessionPolicy = try reader.value()
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(
            title: try reader.required(title, .title),
            limit: limit,
            sessionPolicy: sessionPolicy,
            key: try reader.required(key, .key)
        )
    }
}

extension ClientCall.JoinRoom: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.people, self.people)
            writer.member(.media, self.wantsMedia)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var people: UInt32 = 1
        var wantsMedia = false
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .people: people = try reader.integer(in: WireLimits.people)
            case .media: wantsMedia = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room), people: people, wantsMedia: wantsMedia)
    }
}

extension ClientCall.RoomOnly: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member(.room, self.room) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room))
    }
}
