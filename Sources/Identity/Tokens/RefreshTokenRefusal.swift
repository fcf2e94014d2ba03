// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why a refresh token does not count.
public enum RefreshTokenRefusal: Error, Sendable, Hashable {
    /// No token, or one that was revoked or has been forgotten.
    case unknown
    case expired
    /// It had been exchanged before, so somebody holds a copy; every token of that sign-in is revoked now.
    case reused(account: UInt64)
}
