// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a room has counted since it was opened.
public struct RoomCounters: Hashable, Sendable {
    /// Public facts: the offset of the newest message of the room's stream.
    public internal(set) var publicOffset: UInt64
    /// Seats ever given; the ordinal of the next.
    public internal(set) var seatings: UInt64

    /// Invitations ever made: the number of the newest.
    ///
    /// Zero in logs of older binaries.
    public var invitations: UInt16

    public init(publicOffset: UInt64 = 0, seatings: UInt64 = 0, invitations: UInt16 = 0) {
        self.publicOffset = publicOffset
        self.seatings = seatings
        self.invitations = invitations
    }
}
