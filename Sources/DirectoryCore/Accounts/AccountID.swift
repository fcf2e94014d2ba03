// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An account; never used twice, so that an audit entry always means the same person.
public struct AccountID: Hashable, Comparable, Sendable {
    public let rawValue: UInt64

    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
