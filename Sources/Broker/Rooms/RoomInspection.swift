// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// A look at a room's host, for tests and diagnosis; a copy, good for the moment it was made.
public struct RoomInspection: Sendable {
    public let room: Room
    public let epoch: UInt64
    /// Whether the log is read and the host speaks for the room.
    public let isServing: Bool
    /// Messages held back until a slot is durable.
    public let heldCount: Int
    public let isAppending: Bool
    private let routes: Routes

    init(_ host: RoomHost) {
        self.room = host.room
        self.epoch = host.epoch
        self.isServing = host.phase == .serving
        self.heldCount = host.gate.heldCount
        self.isAppending = host.inFlight != nil
        self.routes = host.routes
    }

    /// The connected sessions and their connections.
    public var links: [SessionID: ConnectionID] {
        var links: [SessionID: ConnectionID] = [:]
        for session in self.room.sessions {
            if let link = self.routes[session]?.link { links[session] = link.connection }
        }
        return links
    }
}
