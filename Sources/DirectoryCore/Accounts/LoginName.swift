// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The name that an account always has: 2 to 32 of `a-z`, `0-9`, `.`, `_` and `-`, beginning with a letter.
///
/// One to three letters followed by four to ten digits are an ``EmployeeNumber`` and no name.
public struct LoginName: Hashable, Sendable, CustomStringConvertible {
    public static let lengths = 2...32

    public let text: String

    /// Folds capitals and full-width characters, and spaces around it; nil for what is no name then.
    public init?(_ typed: String) {
        guard let bytes = ASCIIText.folded(typed)?.map(\.asciiLowercased) else { return nil }
        guard Self.lengths.contains(bytes.count), bytes[0].isASCIILower, bytes.allSatisfy(Self.isAllowed) else {
            return nil
        }
        guard EmployeeNumber(folded: bytes) == nil else { return nil }
        self.text = ASCIIText.text(bytes)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: byte.isASCIILower || byte.isASCIIDigit
        }
    }

    public var description: String { self.text }
}
