// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The state of the stream `room`.
public struct WireRoomState: Hashable, Sendable {
    /// The order that holds for everybody.
    public struct Mute: Hashable, Sendable {
        public var isForAll: Bool
        /// Whether people may unmute themselves.
        public var allowsSelfUnmute: Bool

        public init(isForAll: Bool, allowsSelfUnmute: Bool) {
            self.isForAll = isForAll
            self.allowsSelfUnmute = allowsSelfUnmute
        }
    }

    public struct Floor: Hashable, Sendable {
        public var holders: [WirePerson]
        /// Raised hands, the oldest first.
        public var queue: [WirePerson]

        public init(holders: [WirePerson], queue: [WirePerson]) {
            self.holders = holders
            self.queue = queue
        }
    }

    public struct Media: Hashable, Sendable {
        public enum Mode: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
            /// Everybody with a place sends to everybody else with one.
            case mesh
            /// Everybody who asked for media sends to the media server and gets from it.
            case server
        }

        public var mode: Mode
        /// Places in the mesh.
        public var limit: UInt32
        /// In the order of entering.
        public var members: [WireMeshMember]

        public init(mode: Mode = .mesh, limit: UInt32, members: [WireMeshMember]) {
            self.mode = mode
            self.limit = limit
            self.members = members
        }
    }

    public struct ChatMessage: Hashable, Sendable {
        /// The offset at which the stream `room` told it.
        public var offset: UInt64
        /// UTC milliseconds.
        public var at: Int64
        public var from: WireParticipant
        public var name: String
        public var text: String

        public init(offset: UInt64, at: Int64, from: WireParticipant, name: String, text: String) {
            self.offset = offset
            self.at = at
            self.from = from
            self.name = name
            self.text = text
        }
    }

    public var title: String
    public var isLocked: Bool
    public var chair: WireParticipant
    /// The most participants that the room takes.
    public var limit: UInt32
    public var mute: Mute
    /// Who was muted one by one.
    public var muted: [WireParticipant]
    /// Who was let off the order for everybody.
    public var unmuted: [WireParticipant]
    /// Whose cameras are to be off.
    public var hidden: [WireParticipant]
    public var presenters: [WirePerson]
    public var floor: Floor
    public var media: Media
    /// The newest texts, oldest first.
    public var chat: [ChatMessage]

    public init(
        title: String,
        isLocked: Bool,
        chair: WireParticipant,
        limit: UInt32,
        mute: Mute,
        muted: [WireParticipant],
        unmuted: [WireParticipant],
        hidden: [WireParticipant] = [],
        presenters: [WirePerson],
        floor: Floor,
        media: Media,
        chat: [ChatMessage]
    ) {
        self.title = title
        self.isLocked = isLocked
        self.chair = chair
        self.limit = limit
        self.mute = mute
        self.muted = muted
        self.unmuted = unmuted
        self.hidden = hidden
        self.presenters = presenters
        self.floor = floor
        self.media = media
        self.chat = chat
    }
}

extension WireRoomState: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.title, self.title)
            writer.member(.locked, self.isLocked)
            writer.member(.chair, self.chair)
            writer.member(.limit, self.limit)
            writer.member(.mute, self.mute)
            writer.member(.muted, self.muted)
            writer.member(.unmuted, self.unmuted)
            writer.member(.hidden, self.hidden)
            writer.member(.presenters, self.presenters)
            writer.member(.floor, self.floor)
            writer.member(.media, self.media)
            writer.member(.chat, self.chat)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var title: String?
        var isLocked: Bool?
        var chair: WireParticipant?
        var limit: UInt32?
        var mute: Mute?
        var muted: [WireParticipant]?
        var unmuted: [WireParticipant]?
        var hidden: [WireParticipant] = []
        var presenters: [WirePerson]?
        var floor: Floor?
        var media: Media?
        var chat: [ChatMessage]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .title: title = try reader.value()
            case .locked: isLocked = try reader.value()
            case .chair: chair = try reader.value()
            case .limit: limit = try reader.value()
            case .mute: mute = try reader.value()
            case .muted: muted = try reader.value()
            case .unmuted: unmuted = try reader.value()
            case .hidden: hidden = try reader.value()
            case .presenters: presenters = try reader.value()
            case .floor: floor = try reader.value()
            case .media: media = try reader.value()
            case .chat: chat = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            title: try reader.required(title, .title),
            isLocked: try reader.required(isLocked, .locked),
            chair: try reader.required(chair, .chair),
            limit: try reader.required(limit, .limit),
            mute: try reader.required(mute, .mute),
            muted: try reader.required(muted, .muted),
            unmuted: try reader.required(unmuted, .unmuted),
            hidden: hidden,
            presenters: try reader.required(presenters, .presenters),
            floor: try reader.required(floor, .floor),
            media: try reader.required(media, .media),
            chat: try reader.required(chat, .chat)
        )
    }
}
