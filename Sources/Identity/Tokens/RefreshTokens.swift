// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import Wire

/// Opaque tokens that live for weeks and are used once each (RFC 6749 section 1.5, RFC 9700 section 4.14.2).
///
/// All tokens that came from one sign-in are a family. A token that comes a second time proves that somebody holds a
/// copy, and nobody knows which of the two is the thief: the family is revoked.
///
/// Every method blocks on the store, so it is called on a worker thread.
public struct RefreshTokens: Sendable {
    static let byteCount = 32
    static let familyByteCount = 16

    /// A token as its holder gets it.
    public struct Issued: Sendable, Hashable {
        public let token: SecretText
        public let account: UInt64
        public let expiresAt: Timestamp
        /// Names the sign-in; no secret.
        public let family: [UInt8]
    }

    /// How a token was found.
    public enum Outcome<Value: Sendable>: Sendable {
        case accepted(Value)
        case refused(RefreshTokenRefusal)
    }

    private let store: any RefreshTokenStore
    /// From each exchange anew.
    public let life: Duration

    public init(store: any RefreshTokenStore, life: Duration = .seconds(30 * 86_400)) {
        self.store = store
        self.life = life
    }

    /// The first token of a sign-in.
    public func issue(for account: UInt64, at now: Timestamp) throws(StoreFailure) -> Issued {
        let (issued, record) = self.make(for: account, in: SecureRandom.bytes(Self.familyByteCount), at: now)
        try self.store.insert(record)
        return issued
    }

    /// Whose token it is, when it may be exchanged; a spent one revokes its family.
    public func check(_ token: SecretText, at now: Timestamp) throws(StoreFailure) -> Outcome<RefreshTokenRecord> {
        guard let digest = Self.digest(of: token), let record = try self.store.record(withDigest: digest) else {
            return .refused(.unknown)
        }
        guard !record.isSpent else { return .refused(try self.revokeReused(record)) }
        guard now < record.expiresAt else { return .refused(.expired) }
        return .accepted(record)
    }

    /// Spends the token of `record` and issues the next of its family.
    public func exchange(_ record: RefreshTokenRecord, at now: Timestamp) throws(StoreFailure) -> Outcome<Issued> {
        let (issued, successor) = self.make(for: record.account, in: record.family, at: now)
        if try self.store.exchange(digest: record.digest, for: successor) { return .accepted(issued) }
        // Between the check and here it was revoked, or somebody else was faster with the same token.
        guard let current = try self.store.record(withDigest: record.digest), current.isSpent else {
            return .refused(.unknown)
        }
        return .refused(try self.revokeReused(current))
    }

    /// Revokes the sign-in that `token` came from; nothing happens when there is no such token.
    public func revoke(_ token: SecretText) throws(StoreFailure) {
        if let digest = Self.digest(of: token), let record = try self.store.record(withDigest: digest) {
            try self.store.revoke(family: record.family)
        }
    }

    /// Revokes one sign-in.
    public func revoke(family: [UInt8]) throws(StoreFailure) {
        try self.store.revoke(family: family)
    }

    /// Revokes every sign-in of an account.
    public func revokeAll(of account: UInt64) throws(StoreFailure) {
        try self.store.revokeAll(of: account)
    }

    /// Forgets what expired before `now`; for a timer, once an hour or so.
    public func removeExpired(at now: Timestamp) throws(StoreFailure) {
        try self.store.removeExpired(before: now)
    }

    // MARK: Steps

    private func revokeReused(_ record: RefreshTokenRecord) throws(StoreFailure) -> RefreshTokenRefusal {
        try self.store.revoke(family: record.family)
        return .reused(account: record.account)
    }

    private func make(for account: UInt64, in family: [UInt8], at now: Timestamp) -> (Issued, RefreshTokenRecord) {
        let secret = SecureRandom.bytes(Self.byteCount)
        let expiresAt = now.advanced(byMs: self.life.wholeMilliseconds)
        let record = RefreshTokenRecord(
            digest: SHA256.digest(of: secret),
            family: family,
            account: account,
            issuedAt: now,
            expiresAt: expiresAt,
            isSpent: false
        )
        let token = SecretText(Base64URL.text(of: secret))
        return (Issued(token: token, account: account, expiresAt: expiresAt, family: family), record)
    }

    /// What the store knows a token by; nil for a text that is none.
    static func digest(of token: SecretText) -> [UInt8]? {
        let text = Array(token.revealed.utf8)
        guard text.count == 43, let secret = Base64URL.decode(text.span), secret.count == Self.byteCount else {
            return nil
        }
        return SHA256.digest(of: secret)
    }
}
