// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// Passwords for accounts that nobody chose one for: demonstrations and first sign-ins.
///
/// Fifteen characters in three groups, `k7m2p-x9qrt-4wcvh`: 74 bits, no two of them easily taken for one another.
public enum RandomPassword {
    static let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789".utf8)
    static let groups = 3
    static let groupCharacters = 5

    public static func make() -> SecretText {
        let groups = (0..<Self.groups).map { _ in
            String(decoding: (0..<Self.groupCharacters).map { _ in Self.character() }, as: UTF8.self)
        }
        return SecretText(groups.joined(separator: "-"))
    }

    /// Uniform: a byte beyond the last whole multiple of the alphabet is thrown away.
    private static func character() -> UInt8 {
        let limit = 256 - 256 % Self.alphabet.count
        while true {
            let byte = Int(SecureRandom.bytes(1)[0])
            if byte < limit { return Self.alphabet[byte % Self.alphabet.count] }
        }
    }
}
