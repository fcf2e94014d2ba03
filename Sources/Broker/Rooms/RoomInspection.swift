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
    /// Sessions by whether they are connected.
    public let links: [SessionID: ConnectionID]

    init(_ host: RoomHost) {
        self.room = host.room
        self.epoch = host.epoch
        self.isServing = host.phase == .serving
        self.heldCount = host.gate.heldCount
        self.isAppending = host.inFlight != nil
        var links: [SessionID: ConnectionID] = [:]
        for session in host.room.sessions {
            if let link = host.routes[session]?.link { links[session] = link.connection }
        }
        self.links = links
    }
}
