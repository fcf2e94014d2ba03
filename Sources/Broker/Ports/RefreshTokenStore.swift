// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What is kept of a refresh token; never the token itself.
public struct RefreshTokenRecord: Sendable, Equatable {
    /// SHA-256 of the token.
    public let digest: [UInt8]
    /// Names all tokens that came from one sign-in, each replacing the one before.
    public let family: [UInt8]
    public let account: UInt64
    public let issuedAt: Timestamp
    public let expiresAt: Timestamp
    /// Whether it has been exchanged for a newer one: seen again, it proves a copy.
    public let isSpent: Bool

    public init(
        digest: [UInt8],
        family: [UInt8],
        account: UInt64,
        issuedAt: Timestamp,
        expiresAt: Timestamp,
        isSpent: Bool
    ) {
        self.digest = digest
        self.family = family
        self.account = account
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.isSpent = isSpent
    }
}

/// Port: refresh tokens at rest.
///
/// Every call blocks, so it is made on a worker thread and never on a loop.
public protocol RefreshTokenStore: Sendable {
    func insert(_ record: RefreshTokenRecord) throws(StoreFailure)

    func record(withDigest digest: [UInt8]) throws(StoreFailure) -> RefreshTokenRecord?

    /// Spends one token and inserts its successor in one transaction; false when it was spent or revoked meanwhile.
    func exchange(digest: [UInt8], for successor: RefreshTokenRecord) throws(StoreFailure) -> Bool

    /// Forgets every token of one sign-in.
    func revoke(family: [UInt8]) throws(StoreFailure)

    /// Forgets every token of an account.
    func revokeAll(of account: UInt64) throws(StoreFailure)

    /// Forgets tokens that expired before `moment`.
    func removeExpired(before moment: Timestamp) throws(StoreFailure)
}
