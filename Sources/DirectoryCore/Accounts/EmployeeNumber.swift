// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A number of the personnel register: 1 to 10 digits, or 1 to 3 letters followed by 4 to 10 digits (`E00123`).
///
/// Zeros in front count: `00123` and `123` are two numbers.
public struct EmployeeNumber: Hashable, Sendable, CustomStringConvertible {
    public static let digitsMax = 10
    public static let lettersMax = 3
    public static let digitsAfterLettersMin = 4

    /// Letters are capitals.
    public let text: String

    /// Folds case and full-width characters, and spaces around it; nil for what is no employee number then.
    public init?(_ typed: String) {
        guard let bytes = ASCIIText.folded(typed) else { return nil }
        self.init(folded: bytes)
    }

    init?(folded bytes: [UInt8]) {
        let letters = bytes.prefix(while: \.isASCIILetter).count
        let digits = bytes.count - letters
        guard letters <= Self.lettersMax, digits <= Self.digitsMax else { return nil }
        guard digits >= (letters == 0 ? 1 : Self.digitsAfterLettersMin) else { return nil }
        guard bytes.dropFirst(letters).allSatisfy(\.isASCIIDigit) else { return nil }
        self.text = ASCIIText.text(bytes.map(\.asciiUppercased))
    }

    public var description: String { self.text }
}
