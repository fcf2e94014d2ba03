// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import LoopRuntime
import Testing
import Wire

@Suite("AccountSignIn, tokens")
struct AccountSignInTokenTests {
    private func token(_ desk: SignInDesk, generation: UInt32 = 1, account: UInt64 = 17) throws -> Credentials {
        let now = desk.clock.wall
        return .accessToken(try desk.pipeline.tokens.issue(for: account, generation: generation, at: now).token)
    }

    @Test("an access token gives the account's grant until the token ends, without any hash")
    func token() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let grant = try await desk.authenticate(try self.token(desk)).get()
        #expect(grant.principal == Principal(.account, 17))
        #expect(grant.expiresAt == ManualClock.start.advanced(byMs: 900_000))
        #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 0))
    }

    @Test("an expired, a foreign and a malformed token get one answer")
    func refused() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let good = try self.token(desk)
        let foreign = AccessTokens(issuer: "plenary.example", signing: try .make())
        let stranger = try foreign.issue(for: 17, generation: 1, at: desk.clock.wall).token
        #expect(await desk.authenticate(.accessToken(stranger)).refusal == WireError(.tokenInvalid))
        #expect(await desk.authenticate(.accessToken(SecretText("x"))).refusal == WireError(.tokenInvalid))
        desk.clock.advance(by: .seconds(906))
        #expect(await desk.authenticate(good).refusal == WireError(.tokenInvalid))
    }

    @Test("a token of an earlier generation is refused, and so is one that is ahead of the directory")
    func generation() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let old = try self.token(desk)
        let record = try #require(try desk.directory.record(of: 17))
        desk.directory.update(record.with(tokenGeneration: 2))
        #expect(await desk.authenticate(old).refusal == WireError(.tokenInvalid))
        #expect(await desk.authenticate(try self.token(desk, generation: 2)).refusal == nil)
        #expect(await desk.authenticate(try self.token(desk, generation: 3)).refusal == WireError(.tokenInvalid))
    }

    @Test("a revoked token is refused before the directory is asked")
    func revoked() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let old = try self.token(desk)
        desk.pipeline.revocations.revoke(17, before: 2)
        desk.pipeline.revocations.revoke(17, before: 1)  // Late news changes nothing.
        let lookups = desk.directory.lookups
        #expect(await desk.authenticate(old).refusal == WireError(.tokenInvalid))
        #expect(desk.directory.lookups == lookups)
    }

    @Test("a disabled and a deleted account's tokens are refused")
    func disabled() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        #expect(await desk.authenticate(try self.token(desk, account: 18)).refusal == WireError(.tokenInvalid))
        #expect(await desk.authenticate(try self.token(desk, account: 99)).refusal == WireError(.tokenInvalid))
    }

    @Test("a store that fails does not make a token invalid")
    func storeFailure() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        desk.directory.fail(1)
        let refusal = await desk.authenticate(try self.token(desk)).refusal
        #expect(refusal == WireError(.storeUnavailable, retryAfterMs: 1_000))
    }

    @Test("tokens are checked while passwords wait")
    func ownPool() async throws {
        let gate = Gate()
        let desk = try SignInDesk(hasher: CountingHasher(beforeMatch: { gate.pass() }), passwordQueueMax: 1)
        defer { desk.close() }
        let waiting = Task { await desk.password("wangwei", "correct horse") }
        await gate.waitForArrivals(1)
        for _ in 0..<10 { #expect(await desk.authenticate(try self.token(desk)).refusal == nil) }
        gate.open()
        #expect(await waiting.value.refusal == nil)
    }

    @Test("the grant of a resumed session is that of the account as it is now")
    func currentGrant() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        #expect(await desk.currentGrant(of: Principal(.account, 17))?.principal.id == 17)
        #expect(await desk.currentGrant(of: Principal(.account, 17))?.generation == 1)
        #expect(await desk.currentGrant(of: Principal(.account, 18)) == nil)
        #expect(await desk.currentGrant(of: Principal(.account, 99)) == nil)
        #expect(await desk.currentGrant(of: Principal(.terminal, 17)) == nil)
    }

    @Test("a resumed session is not thrown out while the store fails, unless it fails for long")
    func currentGrantWhileFailing() async throws {
        var limits = AccountSignIn.Limits()
        limits.firstLookupPause = .milliseconds(1)
        limits.longestLookupPause = .milliseconds(2)
        limits.lookupAttemptsMax = 5
        let desk = try SignInDesk(signInLimits: limits)
        defer { desk.close() }
        desk.directory.fail(4)
        #expect(await desk.currentGrant(of: Principal(.account, 17)) != nil)
        desk.directory.fail(5)
        #expect(await desk.currentGrant(of: Principal(.account, 17)) == nil)
        #expect(desk.observer.events.count == 9)
    }
}
