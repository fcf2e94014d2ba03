// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import Testing
import Wire

@Suite
struct RefreshTokensTests {
    private let store = FakeTokenStore()
    private let now = ManualClock.start
    private var tokens: RefreshTokens { RefreshTokens(store: self.store) }

    private func exchange(_ token: SecretText, at now: Timestamp) throws -> RefreshTokens.Issued? {
        guard case .accepted(let record) = try self.tokens.check(token, at: now),
            case .accepted(let issued) = try self.tokens.exchange(record, at: now)
        else { return nil }
        return issued
    }

    private func refusal(of token: SecretText, at now: Timestamp) throws -> RefreshTokenRefusal? {
        switch try self.tokens.check(token, at: now) {
        case .accepted: nil
        case .refused(let refusal): refusal
        }
    }

    @Test("a token has 256 bits, and the store holds its digest and nothing of it")
    func atRest() throws {
        let issued = try self.tokens.issue(for: 17, at: self.now)
        let secret = try decoded(issued.token.revealed)
        #expect(secret.count == 32)
        let record = try #require(self.store.records.first)
        #expect(record.digest == SHA256.digest(of: secret))
        #expect(record.family != secret && record.family.count == 16)
        #expect(record.expiresAt == self.now.advanced(byMs: 30 * 86_400_000))
    }

    @Test("a token is exchanged for the next of its family, again and again, thirty days from each")
    func rotation() throws {
        var issued = try self.tokens.issue(for: 17, at: self.now)
        let family = issued.family
        for day in 1...10 {
            let now = self.now.advanced(byMs: Int64(day) * 29 * 86_400_000)
            let next = try #require(try self.exchange(issued.token, at: now))
            #expect(next.account == 17)
            #expect(next.family == family)
            #expect(next.token != issued.token)
            #expect(next.expiresAt == now.advanced(byMs: 30 * 86_400_000))
            issued = next
        }
    }

    @Test("a spent token revokes its whole family, and no other sign-in of the account")
    func reuse() throws {
        let first = try self.tokens.issue(for: 17, at: self.now)
        let other = try self.tokens.issue(for: 17, at: self.now)
        let second = try #require(try self.exchange(first.token, at: self.now))
        let third = try #require(try self.exchange(second.token, at: self.now))
        #expect(try self.refusal(of: first.token, at: self.now) == .reused(account: 17))
        for token in [first.token, second.token, third.token] {
            #expect(try self.refusal(of: token, at: self.now) == .unknown)
        }
        #expect(try self.refusal(of: other.token, at: self.now) == nil)
    }

    @Test("of two who exchange one token at once, one is too late and the family is revoked")
    func race() throws {
        let issued = try self.tokens.issue(for: 17, at: self.now)
        guard case .accepted(let record) = try self.tokens.check(issued.token, at: self.now) else {
            Issue.record("The token is good")
            return
        }
        guard case .accepted(let next) = try self.tokens.exchange(record, at: self.now),
            case .refused(let refusal) = try self.tokens.exchange(record, at: self.now)
        else {
            Issue.record("The first is accepted, the second refused")
            return
        }
        #expect(refusal == .reused(account: 17))
        #expect(try self.refusal(of: next.token, at: self.now) == .unknown)
    }

    @Test("a token that was revoked between check and exchange is unknown")
    func revokedMeanwhile() throws {
        let issued = try self.tokens.issue(for: 17, at: self.now)
        guard case .accepted(let record) = try self.tokens.check(issued.token, at: self.now) else {
            Issue.record("The token is good")
            return
        }
        try self.tokens.revokeAll(of: 17)
        guard case .refused(let refusal) = try self.tokens.exchange(record, at: self.now) else {
            Issue.record("The token is gone")
            return
        }
        #expect(refusal == .unknown)
        #expect(self.store.records.isEmpty)
    }

    @Test("a token expires, and then is forgotten")
    func expiry() throws {
        let issued = try self.tokens.issue(for: 17, at: self.now)
        #expect(try self.refusal(of: issued.token, at: issued.expiresAt.advanced(byMs: -1)) == nil)
        #expect(try self.refusal(of: issued.token, at: issued.expiresAt) == .expired)
        try self.tokens.removeExpired(at: issued.expiresAt.advanced(byMs: 1))
        #expect(try self.refusal(of: issued.token, at: issued.expiresAt) == .unknown)
    }

    @Test("what is no token is unknown", arguments: ["", "x", String(repeating: "A", count: 43), "=", "\0"])
    func noToken(text: String) throws {
        #expect(try self.refusal(of: SecretText(text), at: self.now) == .unknown)
        try self.tokens.revoke(SecretText(text))
    }

    @Test("signing out revokes the family, also with a token that was spent before")
    func revoke() throws {
        let first = try self.tokens.issue(for: 17, at: self.now)
        _ = try self.exchange(first.token, at: self.now)
        try self.tokens.revoke(first.token)
        #expect(self.store.records.isEmpty)
    }
}
