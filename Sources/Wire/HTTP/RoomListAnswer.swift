// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What HTTP answers to who asks for their rooms: `GET /api/v1/rooms`.
public struct RoomListAnswer: Hashable, Sendable {
    /// One open room.
    public struct Room: Hashable, Sendable {
        public var room: WireRoom
        public var title: String
        /// What people open in a browser to join.
        public var link: String
        /// In milliseconds since 1970.
        public var createdAt: Int64

        public init(room: WireRoom, title: String, link: String, createdAt: Int64) {
            self.room = room
            self.title = title
            self.link = link
            self.createdAt = createdAt
        }
    }

    /// Newest first, at most ``WireLimits/listedRooms``.
    public var rooms: [Room]
    /// Whether the account may open another.
    public var mayCreate: Bool

    public init(rooms: [Room], mayCreate: Bool) {
        self.rooms = rooms
        self.mayCreate = mayCreate
    }
}

extension RoomListAnswer: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("rooms", self.rooms)
            writer.member("mayCreate", self.mayCreate)
        }
    }
}

extension RoomListAnswer.Room: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("room", self.room)
            writer.member("title", self.title)
            writer.member("link", self.link)
            writer.member("createdAt", self.createdAt)
        }
    }
}
