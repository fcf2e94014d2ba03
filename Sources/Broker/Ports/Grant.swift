// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a signed-in principal may do, and how others see it.
public struct Grant: Sendable, Equatable {
    public let profile: Profile
    /// The primary unit and those above it, root first.
    public let unitPath: [RosterUnit]
    public let mayCreateRooms: Bool
    /// Whether a scoped role makes the principal an operator of the rooms it joins.
    public let authority: Authority
    /// When the access token ends; the session must be refreshed before.
    public let expiresAt: Timestamp

    public var principal: Principal { self.profile.principal }

    public init(
        profile: Profile,
        unitPath: [RosterUnit],
        mayCreateRooms: Bool,
        authority: Authority,
        expiresAt: Timestamp
    ) {
        self.profile = profile
        self.unitPath = unitPath
        self.mayCreateRooms = mayCreateRooms
        self.authority = authority
        self.expiresAt = expiresAt
    }
}
