// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a listing of rooms needs to know; kept beside the log in the same transaction.
public struct RoomListing: Sendable, Equatable {
    public let room: RoomID
    public let title: String
    public let chair: Principal
    public let createdAt: Timestamp
    public let isEnded: Bool

    public init(room: RoomID, title: String, chair: Principal, createdAt: Timestamp, isEnded: Bool) {
        self.room = room
        self.title = title
        self.chair = chair
        self.createdAt = createdAt
        self.isEnded = isEnded
    }
}
