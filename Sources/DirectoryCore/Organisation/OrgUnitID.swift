// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A node of the organisation tree; never used twice.
///
/// Rooms know it by the same number.
public struct OrgUnitID: Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    /// Nil for zero, which on the wire stands for "the rest of the units".
    public init?(_ rawValue: UInt32) {
        guard rawValue != 0 else { return nil }
        self.rawValue = rawValue
    }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}
