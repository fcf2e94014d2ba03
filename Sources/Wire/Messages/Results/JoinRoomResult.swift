// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `room.join`.
public struct JoinRoomResult: Hashable, Sendable {
    /// Whether the session has media.
    public enum Media: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
        /// A place in the mesh.
        case mesh
        /// By way of the media server.
        case server
        /// The mesh has no place left, and there is no media server: everything works but picture and sound.
        case full
        /// Not asked for.
        case none
    }

    public var room: WireRoom
    /// What people open in a browser to join.
    public var link: String
    public var session: WireSession
    public var participant: WireParticipant
    public var role: WireRole
    /// The participant's unit and those above it, root first.
    public var path: [UInt32]
    public var media: Media
    public var token: ResumeToken
    public var reconnect: WireReconnect

    public init(
        room: WireRoom,
        link: String,
        session: WireSession,
        participant: WireParticipant,
        role: WireRole,
        path: [UInt32],
        media: Media,
        token: ResumeToken,
        reconnect: WireReconnect
    ) {
        self.room = room
        self.link = link
        self.session = session
        self.participant = participant
        self.role = role
        self.path = path
        self.media = media
        self.token = token
        self.reconnect = reconnect
    }
}

extension JoinRoomResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.link, self.link)
            writer.member(.session, self.session)
            writer.member(.participant, self.participant)
            writer.member(.role, self.role)
            writer.member(.path, self.path)
            writer.member(.media, self.media)
            writer.member(.token, self.token)
            writer.member(.reconnect, self.reconnect)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var link: String?
        var session: WireSession?
        var participant: WireParticipant?
        var role: WireRole?
        var path: [UInt32]?
        var media: Media?
        var token: ResumeToken?
        var reconnect: WireReconnect?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .link: link = try reader.value()
            case .session: session = try reader.value()
            case .participant: participant = try reader.value()
            case .role: role = try reader.value()
            case .path: path = try reader.value()
            case .media: media = try reader.value()
            case .token: token = try reader.value()
            case .reconnect: reconnect = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            link: try reader.required(link, .link),
            session: try reader.required(session, .session),
            participant: try reader.required(participant, .participant),
            role: try reader.required(role, .role),
            path: try reader.required(path, .path),
            media: try reader.required(media, .media),
            token: try reader.required(token, .token),
            reconnect: try reader.required(reconnect, .reconnect)
        )
    }
}
