// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A telephone number in the form of ITU-T E.164: `+`, the country code and the number, 8 to 15 digits.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible {
    public static let digits = 8...15
    /// How many of its last digits everybody in a room may learn by searching.
    public static let publicDigits = 4

    /// Begins with `+`.
    public let text: String

    /// Takes what people write; spaces, hyphens, dots and parentheses between the digits do not count.
    ///
    /// - `+86 138 0013 8000` and `0086…` with any country code;
    /// - 11 digits beginning with 13 to 19: a mobile number in China, so `+86` is put in front;
    /// - 11 or 12 digits beginning with 0 and then 1 to 9: a line in China with its area code.
    ///
    /// Ten digits or fewer without `+` are an ``EmployeeNumber`` and no telephone number.
    public init?(_ typed: String) {
        guard let folded = ASCIIText.folded(typed) else { return nil }
        let isInternational = folded.first == UInt8(ascii: "+")
        let bytes = folded.dropFirst(isInternational ? 1 : 0).filter { !" -.()".utf8.contains($0) }
        guard bytes.allSatisfy(\.isASCIIDigit), isInternational || bytes.count >= 11 else { return nil }
        let numbers = bytes.map { $0 - UInt8(ascii: "0") }
        let national: [UInt8] = [UInt8(ascii: "8"), UInt8(ascii: "6")]
        let full: [UInt8]
        switch (isInternational, numbers.first, numbers.dropFirst().first) {
        case (true, _, _): full = bytes
        case (false, 0, 0): full = Array(bytes.dropFirst(2))
        case (false, 0, _) where bytes.count <= 12: full = national + bytes.dropFirst()
        case (false, 1, .some(3...9)) where bytes.count == 11: full = national + bytes
        case (false, 8, 6) where bytes.count == 13 && numbers[2] == 1: full = bytes
        default: return nil
        }
        guard Self.digits.contains(full.count), full.first != UInt8(ascii: "0") else { return nil }
        let isMobileInChina = full.starts(with: national) && full[2] == UInt8(ascii: "1") && full.count > 12
        guard !isMobileInChina || full.count == 13 else { return nil }
        self.text = "+" + ASCIIText.text(full)
    }

    /// The last digits, for searching.
    public var publicSuffix: String { String(self.text.suffix(Self.publicDigits)) }

    public var description: String { self.text }
}
