// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Names one invitation of a room; counts from 1 and is never used twice in it.
public struct InvitationNumber: Hashable, Comparable, Sendable {
    public let rawValue: UInt16

    public init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
