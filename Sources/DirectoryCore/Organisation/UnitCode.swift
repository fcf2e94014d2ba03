// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a unit is called in a path: 1 to 32 of `a-z`, `0-9` and `-`; unique among its siblings.
public struct UnitCode: Hashable, Comparable, Sendable, CustomStringConvertible {
    public static let lengthMax = 32

    public let text: String

    /// Nil for anything else; nothing is folded, since codes come from registers and must stay what they are there.
    public init?(_ text: String) {
        guard (1...Self.lengthMax).contains(text.utf8.count) else { return nil }
        guard text.utf8.allSatisfy({ $0.isASCIILower || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }) else {
            return nil
        }
        self.text = text
    }

    public var description: String { self.text }

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8) }
}
