// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What somebody shows to come in as a guest.
public struct GuestLogin: Sendable {
    let code: SecretText
    let pin: SecretText
    let name: String
    let address: String

    /// - Parameters:
    ///   - code: Of the link.
    ///   - name: As typed.
    ///   - address: Where the request comes from.
    public init(code: SecretText, pin: SecretText, name: String, address: String) {
        self.code = code
        self.pin = pin
        self.name = name
        self.address = address
    }
}
