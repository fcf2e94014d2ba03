// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A stream of one room: an ordered series of messages whose bytes are the same for everybody who gets it.
public enum StreamID: Hashable, Comparable, Sendable {
    /// Control, stage, chat and floor: the public facts.
    case room
    /// Counts of the root unit and of its children.
    case summary
    /// Counts of one unit and of its children.
    case unitSummary(UnitID)
    /// Members of one unit, one page of them.
    case page(UnitID, PageNumber)
    /// Who can be seen and heard by way of the media server.
    case publications
    /// Who waits for admission; for chair and operators alone.
    case lobby
    /// What is meant for one session.
    case session(SessionID)
}

/// Number of a roster page within its unit; the first page of a unit is always page 1, numbers are never used twice.
public struct PageNumber: Hashable, Comparable, Sendable {
    public static let first = PageNumber(1)

    public let rawValue: UInt32

    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
