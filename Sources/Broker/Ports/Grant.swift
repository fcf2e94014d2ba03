// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a signed-in principal may do, and how others see it.
public struct Grant: Sendable, Equatable {
    public let profile: Profile
    /// The primary unit and those above it, root first; empty for a guest.
    public let unitPath: [RosterUnit]
    public let mayCreateRooms: Bool
    /// Whether a scoped role makes the principal an operator of the rooms it joins.
    public let authority: Authority
    /// When the access token ends; the session must be refreshed before.
    public private(set) var expiresAt: Timestamp

    /// The account's token generation when this was granted; a password change or a revocation raises it.
    public let generation: UInt32
    /// Of a guest, which has no unit of its own: the room is the only one that it may ask about or join.
    public let pass: GuestPass?

    public var principal: Principal { self.profile.principal }

    public init(
        profile: Profile,
        unitPath: [RosterUnit],
        mayCreateRooms: Bool,
        authority: Authority,
        expiresAt: Timestamp,
        generation: UInt32 = 0,
        pass: GuestPass? = nil
    ) {
        self.profile = profile
        self.unitPath = unitPath
        self.mayCreateRooms = mayCreateRooms
        self.authority = authority
        self.expiresAt = expiresAt
        self.generation = generation
        self.pass = pass
    }

    /// The same grant, over at `limit` at the latest.
    func ending(by limit: Timestamp) -> Grant {
        var copy = self
        copy.expiresAt = min(copy.expiresAt, limit)
        return copy
    }
}
