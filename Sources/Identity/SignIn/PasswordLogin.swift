// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// One attempt to sign in with a password.
struct PasswordLogin: Sendable {
    let identifier: String
    let password: SecretText
    let address: String
    let accountKey: LimiterKey
    let addressKey: LimiterKey

    /// Refuses what is longer than the protocol allows, whichever way it came.
    init(identifier: String, password: SecretText, address: String) throws(WireError) {
        guard WireLimits.identifierCharacters.contains(identifier.unicodeScalars.count) else {
            throw WireError(.invalidParams, details: "identifier")
        }
        guard WireLimits.passwordBytes.contains(password.revealed.utf8.count) else {
            throw WireError(.invalidParams, details: "password")
        }
        self.identifier = identifier
        self.password = password
        self.address = address
        self.accountKey = LimiterKey(identifier: identifier)
        self.addressKey = LimiterKey(address: address)
    }
}
