// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A session's durable place in a room.
public struct Seat: Hashable, Sendable {
    /// Why a seat was given up.
    public enum Departure: UInt8, CaseIterable, Sendable {
        case left = 1
        /// The connection was lost and nobody came back in time.
        case graceEnded = 2
        case kicked = 3
        /// By a newer session of the same participant.
        case replaced = 4
        /// An old resume token was shown: somebody else may hold a copy.
        case tokenReused = 5
        /// The account or its access was revoked.
        case revoked = 6
    }

    public let session: SessionID
    public let profile: Profile
    public let unit: UnitID
    /// How many people sit at this endpoint, 1 to 999.
    public let people: Int32
    public let authority: Authority
    public let wantsMedia: Bool
    public internal(set) var tokens: TokenChain
    public let joinedAt: Timestamp
    /// Number of this seating in its room, from 0: the order of joining.
    public let ordinal: UInt64
    /// The account's token generation when the session was seated; nil in logs of older binaries.
    ///
    /// A password change raises the account's: the session that comes back after a restart is known to be of before.
    public var generation: UInt32?

    public var principal: Principal { self.profile.principal }

    public init(
        session: SessionID,
        profile: Profile,
        unit: UnitID,
        people: Int32,
        authority: Authority,
        wantsMedia: Bool,
        tokens: TokenChain,
        joinedAt: Timestamp,
        ordinal: UInt64,
        generation: UInt32? = nil
    ) {
        self.session = session
        self.profile = profile
        self.unit = unit
        self.people = people
        self.authority = authority
        self.wantsMedia = wantsMedia
        self.tokens = tokens
        self.joinedAt = joinedAt
        self.ordinal = ordinal
        self.generation = generation
    }
}
