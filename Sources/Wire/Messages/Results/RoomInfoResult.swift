// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `room.info`.
public struct RoomInfoResult: Hashable, Sendable {
    public enum State: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
        case open
        case ended
    }

    public var room: WireRoom
    /// What people open in a browser to join.
    public var link: String
    public var title: String
    public var state: State
    public var isLocked: Bool
    public var participants: UInt32
    /// How many sit at all endpoints.
    public var people: UInt32
    /// The most participants that the room takes.
    public var limit: UInt32

    public init(
        room: WireRoom,
        link: String,
        title: String,
        state: State,
        isLocked: Bool,
        participants: UInt32,
        people: UInt32,
        limit: UInt32
    ) {
        self.room = room
        self.link = link
        self.title = title
        self.state = state
        self.isLocked = isLocked
        self.participants = participants
        self.people = people
        self.limit = limit
    }
}

extension RoomInfoResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.link, self.link)
            writer.member(.title, self.title)
            writer.member(.state, self.state)
            writer.member(.locked, self.isLocked)
            writer.member(.participants, self.participants)
            writer.member(.people, self.people)
            writer.member(.limit, self.limit)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var link: String?
        var title: String?
        var state: State?
        var isLocked: Bool?
        var participants: UInt32?
        var people: UInt32?
        var limit: UInt32?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .link: link = try reader.value()
            case .title: title = try reader.value()
            case .state: state = try reader.value()
            case .locked: isLocked = try reader.value()
            case .participants: participants = try reader.value()
            case .people: people = try reader.value()
            case .limit: limit = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            link: try reader.required(link, .link),
            title: try reader.required(title, .title),
            state: try reader.required(state, .state),
            isLocked: try reader.required(isLocked, .locked),
            participants: try reader.required(participants, .participants),
            people: try reader.required(people, .people),
            limit: try reader.required(limit, .limit)
        )
    }
}
