// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What an access token says (RFC 7519 section 4).
public struct AccessClaims: Sendable, Hashable {
    /// `sub`: whose token it is.
    public let account: UInt64
    /// `gen`: the account's token generation when it was issued; a later generation revokes it.
    public let generation: UInt32
    /// `iat` and `exp`, whole seconds.
    public let issuedAt: Timestamp
    public let expiresAt: Timestamp
    /// `jti`: names this one token, for logs; it is no secret.
    public let id: String
}
