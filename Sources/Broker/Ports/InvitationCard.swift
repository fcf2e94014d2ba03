// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What is handed to a guest.
public struct InvitationCard: Sendable {
    /// Stands in the link: 32 characters of base64url.
    public let code: SecretText
    /// Six digits.
    public let pin: SecretText

    public init(code: SecretText, pin: SecretText) {
        self.code = code
        self.pin = pin
    }
}
