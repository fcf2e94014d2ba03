// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What anybody may know who asks for a room.
public struct InfoAnswer: Sendable {
    public let room: RoomID
    public let title: String
    public let isEnded: Bool
    public let isLocked: Bool
    public let participants: Int
    /// How many sit at all endpoints.
    public let people: Int
    /// The most participants that the room takes.
    public let limit: Int

    public init(
        room: RoomID,
        title: String,
        isEnded: Bool,
        isLocked: Bool,
        participants: Int,
        people: Int,
        limit: Int
    ) {
        self.room = room
        self.title = title
        self.isEnded = isEnded
        self.isLocked = isLocked
        self.participants = participants
        self.people = people
        self.limit = limit
    }
}
