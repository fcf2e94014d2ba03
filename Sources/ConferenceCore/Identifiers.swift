// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A room, named by the nine-digit number that people type or dial; never used twice.
public struct RoomID: Hashable, Comparable, Sendable {
    /// The numbers that exist: nine digits, the first of them not zero.
    public static let range: ClosedRange<UInt32> = 100_000_000...999_999_999

    public let number: UInt32

    /// Nil outside ``range``.
    public init?(_ number: UInt32) {
        guard Self.range.contains(number) else { return nil }
        self.number = number
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}

/// Identifies one session for its whole life, reconnections included; random, so that it never comes again.
public struct SessionID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Identifies one WebSocket within its node; a session has at most one at a time.
public struct ConnectionID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Identifies a node of the organisation tree.
public struct UnitID: Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// Who acts: an account, a terminal, a site or a guest.
///
/// In one room a principal is one participant, however many sessions it has, so this is the participant's name too.
public struct Principal: Hashable, Comparable, Sendable {
    public enum Kind: UInt8, CaseIterable, Sendable {
        case account = 1
        case terminal = 2
        case site = 3
        case guest = 4
    }

    public let kind: Kind
    public let id: UInt64

    public init(_ kind: Kind, _ id: UInt64) {
        self.kind = kind
        self.id = id
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.kind.rawValue, lhs.id) < (rhs.kind.rawValue, rhs.id)
    }
}

/// Milliseconds since 1970-01-01 UTC, as a room's host stamped them; within one room they never go back.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let ms: Int64

    public init(ms: Int64) {
        self.ms = ms
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.ms < rhs.ms }

    /// This moment moved by `milliseconds`.
    public func advanced(byMs milliseconds: Int64) -> Timestamp { Timestamp(ms: self.ms + milliseconds) }
}
