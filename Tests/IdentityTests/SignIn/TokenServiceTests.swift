// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import LoopRuntime
import Testing
import Wire

@Suite
struct TokenServiceTests {
    @Test("a password gives a pair: the access token signs in, the refresh token gives the next pair")
    func signIn() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let first = try await desk.tokens("wangwei", "correct horse").get()
        #expect(first.account == 17)
        #expect(first.accessExpiresAt == ManualClock.start.advanced(byMs: 900_000))
        #expect(first.refreshExpiresAt == ManualClock.start.advanced(byMs: 30 * 86_400_000))
        #expect(await desk.authenticate(.accessToken(first.accessToken)).refusal == nil)
        desk.clock.advance(by: .seconds(600))
        let second = try await desk.refresh(first.refreshToken).get()
        #expect(second.accessExpiresAt == ManualClock.start.advanced(byMs: 1_500_000))
        #expect(second.refreshToken != first.refreshToken)
        #expect(await desk.authenticate(.accessToken(second.accessToken)).refusal == nil)
    }

    @Test("what is refused at the socket is refused here in the same words, and both count together")
    func refused() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        #expect(await desk.tokens("nobody", "x").refusal == WireError(.credentialsWrong))
        #expect(await desk.tokens("wangwei", "x").refusal == WireError(.credentialsWrong))
        for _ in 0..<4 { _ = await desk.password("wangwei", "x") }
        #expect(await desk.tokens("wangwei", "correct horse").refusal == WireError(.lockedOut, retryAfterMs: 30_000))
        #expect(desk.store.records.isEmpty)
    }

    @Test("a refresh token that comes twice ends the sign-in and is reported")
    func reuse() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let first = try await desk.tokens("wangwei", "correct horse").get()
        let second = try await desk.refresh(first.refreshToken).get()
        #expect(await desk.refresh(first.refreshToken).refusal == WireError(.tokenReused))
        #expect(await desk.refresh(second.refreshToken).refusal == WireError(.tokenInvalid))
        #expect(desk.observer.events.contains(.refreshTokenReused(account: 17, address: "192.0.2.1")))
    }

    @Test("an access token opens its account for a look, until the account or the token is revoked")
    func accountOf() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let token = try await desk.tokens("wangwei", "correct horse").get().accessToken
        #expect(await desk.account(of: token) == .success(17))
        #expect(await desk.account(of: SecretText("garbage")) == .failure(WireError(.tokenInvalid)))
        let record = try #require(try desk.directory.record(of: 17))
        desk.directory.update(record.with(isDisabled: true))
        #expect(await desk.account(of: token) == .failure(WireError(.tokenInvalid)))
        desk.directory.update(record)
        desk.clock.advance(by: .seconds(3_600))
        #expect(await desk.account(of: token) == .failure(WireError(.tokenInvalid)))
    }

    @Test("a store that fails while a token's account is looked at is no refusal of the token")
    func accountOfFailingStore() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let token = try await desk.tokens("wangwei", "correct horse").get().accessToken
        let failure = StoreFailure(while: "testing", cause: "a test")
        let expected = WireError(.storeUnavailable, retryAfterMs: 1_000)
        #expect(await desk.account(of: token, failing: failure) == .failure(expected))
        #expect(desk.observer.events.contains(.storeFailing(failure)))
    }

    @Test("a disabled account is not renewed, and its sign-in ends")
    func disabled() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let pair = try await desk.tokens("wangwei", "correct horse").get()
        let record = try #require(try desk.directory.record(of: 17))
        desk.directory.update(record.with(isDisabled: true))
        #expect(await desk.refresh(pair.refreshToken).refusal == WireError(.tokenInvalid))
        #expect(desk.store.records.isEmpty)
    }

    @Test("signing out ends the sign-in, and an unknown token is as good as signed out")
    func signOut() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let pair = try await desk.tokens("wangwei", "correct horse").get()
        #expect(await desk.signOut(pair.refreshToken))
        #expect(await desk.refresh(pair.refreshToken).refusal == WireError(.tokenInvalid))
        #expect(await desk.signOut(pair.refreshToken))
        #expect(await desk.signOut(SecretText("x")))
    }

    @Test("revoking an account ends all its sign-ins and refuses its access tokens")
    func revokeAll() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let pair = try await desk.tokens("wangwei", "correct horse").get()
        let record = try #require(try desk.directory.record(of: 17))
        desk.directory.update(record.with(tokenGeneration: 2))
        #expect(await desk.revokeAll(of: 17, before: 2))
        #expect(await desk.authenticate(.accessToken(pair.accessToken)).refusal == WireError(.tokenInvalid))
        #expect(await desk.refresh(pair.refreshToken).refusal == WireError(.tokenInvalid))
        let next = try await desk.tokens("wangwei", "correct horse").get()
        #expect(await desk.authenticate(.accessToken(next.accessToken)).refusal == nil)
    }

    @Test("a sign-in that was revoked while its password was being checked gives no tokens")
    func revokedMeanwhile() async throws {
        let gate = Gate()
        let desk = try SignInDesk(hasher: CountingHasher(beforeMatch: { gate.pass() }))
        defer { desk.close() }
        let signIn = Task { await desk.tokens("wangwei", "correct horse") }
        await gate.waitForArrivals(1)
        let record = try #require(try desk.directory.record(of: 17))
        desk.directory.update(record.with(tokenGeneration: 2))
        gate.open()
        #expect(await signIn.value.refusal == WireError(.credentialsWrong))
        #expect(desk.store.records.isEmpty)
    }

    @Test("nothing that can be printed shows a secret")
    func secrets() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let pair = try await desk.tokens("wangwei", "correct horse").get()
        let issued = try RefreshTokens(store: desk.store).issue(for: 17, at: desk.clock.wall)
        _ = await desk.refresh(pair.refreshToken)
        _ = await desk.refresh(pair.refreshToken)
        let key = try SigningKey.make()
        let printed: [Any] = [
            pair, issued, key, desk.pipeline, desk.signIn, desk.service, desk.pipeline.tokens, desk.observer.events,
            desk.pipeline.revocations, desk.pools, PasswordHasher(), RandomPassword.make(),
            Credentials.password(identifier: "wangwei", password: SecretText("correct horse")),
            LimiterKey(identifier: "wangwei"), RefreshTokens(store: desk.store),
        ]
        let secrets = [
            pair.accessToken.revealed, pair.refreshToken.revealed, issued.token.revealed, "correct horse", "$argon2id$",
            "PRIVATE KEY",
        ]
        for value in printed {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                for secret in secrets {
                    #expect(!text.contains(secret))
                    #expect(!text.contains(String(decoding: secret.utf8.prefix(20), as: UTF8.self)))
                }
            }
        }
    }
}
