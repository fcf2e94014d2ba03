// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Lets guests ask for admission to a room.
///
/// Its link and its PIN are derived from number and expiry outside of the core: a log that is read by somebody else
/// opens no room.
public struct Invitation: Hashable, Sendable {
    public let number: InvitationNumber
    /// Where its guests sit: the unit of who made it.
    public let unit: UnitID
    /// Whole seconds; from then on nobody comes in by it who was not admitted before.
    public let expiresAt: Timestamp
    public let by: Principal
    /// The idempotency key of the command that made it.
    public let key: String

    public init(number: InvitationNumber, unit: UnitID, expiresAt: Timestamp, by: Principal, key: String) {
        self.number = number
        self.unit = unit
        self.expiresAt = expiresAt
        self.by = by
        self.key = key
    }

    /// Whether it still lets anybody ask.
    public func isLive(at now: Timestamp) -> Bool { now < self.expiresAt }
}
