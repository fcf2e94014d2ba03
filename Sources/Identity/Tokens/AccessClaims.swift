// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What an access token says (RFC 7519 section 4).
public struct AccessClaims: Sendable, Hashable {
    /// Whose token it is.
    public enum Subject: Sendable, Hashable {
        /// `sub` and `gen`: the account's token generation when it was issued; a later generation revokes it.
        case account(UInt64, generation: UInt32)
        case guest(GuestClaims)
    }

    public let subject: Subject
    /// `iat` and `exp`, whole seconds.
    public let issuedAt: Timestamp
    public let expiresAt: Timestamp
    /// `jti`: names this one token, for logs; it is no secret.
    public let id: String
}
