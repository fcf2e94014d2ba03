// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a room is from its opening on.
public struct RoomInfo: Hashable, Sendable {
    /// What happens when a participant that is in the room joins with another session.
    public enum SessionPolicy: UInt8, CaseIterable, Sendable {
        /// The newer session replaces the older ones.
        case replace = 1
        /// The newer session is refused.
        case refuse = 2
        /// Both stay, up to ``RoomLimits/sessionsPerParticipantMax``.
        case allow = 3
    }

    /// How media gets from one session to the others, until the room is moved to a media server.
    public enum MediaMode: Hashable, Sendable {
        /// Every session sends to every other; `limit` of them have a place.
        case mesh(limit: Int)
    }

    public let room: RoomID
    public let title: String
    /// Who opened the room and runs it.
    public let chair: Principal
    /// Counts participants, not sessions.
    public let participantsMax: Int
    public let sessionPolicy: SessionPolicy
    public let media: MediaMode
    public let createdAt: Timestamp

    public init(
        room: RoomID,
        title: String,
        chair: Principal,
        participantsMax: Int = 500,
        sessionPolicy: SessionPolicy = .replace,
        media: MediaMode = .mesh(limit: 4),
        createdAt: Timestamp
    ) {
        self.room = room
        self.title = title
        self.chair = chair
        self.participantsMax = participantsMax
        self.sessionPolicy = sessionPolicy
        self.media = media
        self.createdAt = createdAt
    }
}
