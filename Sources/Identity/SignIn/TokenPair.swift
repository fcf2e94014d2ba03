// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// What signing in over HTTP gives; printing it shows neither token.
public struct TokenPair: Sendable, Hashable {
    public let account: UInt64
    public let accessToken: SecretText
    public let accessExpiresAt: Timestamp
    /// For an HttpOnly cookie; used once, then replaced by that of the next pair.
    public let refreshToken: SecretText
    public let refreshExpiresAt: Timestamp
}
