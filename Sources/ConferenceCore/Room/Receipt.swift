// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a command did, in numbers (docs/protocol.md, "Methods").
public struct Receipt: Hashable, Sendable {
    public enum Enforcement: UInt8, CaseIterable, Sendable {
        /// The server itself makes it so.
        case server = 1
        /// The clients are asked.
        case request = 2
    }

    /// A participant that the command named in vain.
    public struct Refused: Hashable, Sendable {
        public let principal: Principal
        public let reason: RoomRefusal

        public init(principal: Principal, reason: RoomRefusal) {
            self.principal = principal
            self.reason = reason
        }
    }

    /// For how many participants that which was asked holds now, those included for whom it held before.
    public let applied: Int
    /// For how many participants the command waits.
    public let pending: Int
    public let refused: [Refused]
    public let enforcement: Enforcement
    public let at: Timestamp
    /// The room stream's offset that shows the effect.
    public let offset: UInt64

    public init(
        applied: Int,
        pending: Int,
        refused: [Refused],
        enforcement: Enforcement,
        at: Timestamp,
        offset: UInt64
    ) {
        self.applied = applied
        self.pending = pending
        self.refused = refused
        self.enforcement = enforcement
        self.at = at
        self.offset = offset
    }
}
