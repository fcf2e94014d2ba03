// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import LoopRuntime
import Wire

/// Everything that signing in needs, with a real loop and real pools, and clocks that stand still.
final class SignInDesk: Sendable {
    let loop = EventLoopThread()
    let clock = ManualClock()
    let directory = FakeDirectory()
    let store = FakeTokenStore()
    let observer = RecordingObserver()
    let hasher: CountingHasher
    let pools: SignInPipeline.Pools
    let pipeline: SignInPipeline
    let signIn: AccountSignIn
    let service: TokenService

    /// With account 17 (`wangwei`, password `correct horse`), 18 disabled (`lina`, the same), 19 without (`terminal`).
    init(
        hasher: CountingHasher = CountingHasher(),
        passwordQueueMax: Int = 64,
        limits: SignInLimiter.Limits = SignInLimiter.Limits(),
        signInLimits: AccountSignIn.Limits = AccountSignIn.Limits()
    ) throws {
        self.hasher = hasher
        self.pools = SignInPipeline.Pools(
            passwords: WorkerPool(.init(name: "passwords", threads: 1, queueMax: passwordQueueMax, niceness: 1)),
            tokens: WorkerPool(.init(name: "tokens", threads: 1, queueMax: 64))
        )
        self.pipeline = try SignInPipeline(
            ports: .init(
                directory: self.directory,
                hasher: hasher,
                observer: self.observer,
                guestProfiles: { Profile(principal: $0, name: $1, nameKey: Array($1.utf8)) },
                clock: self.clock
            ),
            pools: self.pools,
            tokens: AccessTokens(issuer: "plenary.example", signing: .make()),
            limits: limits
        )
        self.signIn = AccountSignIn(self.pipeline, limits: signInLimits)
        self.service = TokenService(self.pipeline, refreshTokens: RefreshTokens(store: self.store))
        let hash = try hasher.hash(SecretText("correct horse"))
        self.directory.add(.make(17, passwordHash: hash), as: "wangwei")
        self.directory.add(.make(18, passwordHash: hash, isDisabled: true), as: "lina")
        self.directory.add(.make(19, passwordHash: nil), as: "terminal")
        _ = hasher.takeCalls()
        self.loop.start(name: "desk")
    }

    func close() {
        self.pools.passwords.stop()
        self.pools.tokens.stop()
        self.pools.passwords.join()
        self.pools.tokens.join()
        self.loop.stop()
        self.loop.join()
    }

    func password(
        _ identifier: String,
        _ password: String,
        from address: String = "192.0.2.1"
    ) async -> Result<Grant, WireError> {
        await self.authenticate(.password(identifier: identifier, password: SecretText(password)), from: address)
    }

    func authenticate(
        _ credentials: Credentials,
        from address: String = "192.0.2.1"
    ) async -> Result<Grant, WireError> {
        await withCheckedContinuation { continuation in
            self.signIn.authenticate(credentials, from: address, on: self.loop) { result in
                self.loop.checkIsolated()
                continuation.resume(returning: result)
            }
        }
    }

    /// The number of the account that a token opens; `failure` is what the look into the store ends with.
    func account(of token: SecretText, failing failure: StoreFailure? = nil) async -> Result<UInt64, WireError> {
        await withCheckedContinuation { continuation in
            self.service.answer(accountOf: token, on: self.loop) { record throws(StoreFailure) in
                if let failure { throw failure }
                return record.account
            } completion: { result in
                self.loop.checkIsolated()
                continuation.resume(returning: result)
            }
        }
    }

    func currentGrant(of principal: Principal) async -> Grant? {
        await withCheckedContinuation { continuation in
            self.signIn.currentGrant(of: principal, on: self.loop) { continuation.resume(returning: $0) }
        }
    }

    func tokens(_ identifier: String, _ password: String) async -> Result<TokenPair, WireError> {
        await withCheckedContinuation { continuation in
            self.service.signIn(
                identifier: identifier,
                password: SecretText(password),
                from: "192.0.2.1",
                on: self.loop
            ) { continuation.resume(returning: $0) }
        }
    }

    func refresh(_ token: SecretText) async -> Result<TokenPair, WireError> {
        await withCheckedContinuation { continuation in
            self.service.refresh(token, from: "192.0.2.1", on: self.loop) { continuation.resume(returning: $0) }
        }
    }

    func signOut(_ token: SecretText) async -> Bool {
        await withCheckedContinuation { continuation in
            self.service.signOut(token, on: self.loop) { result in
                continuation.resume(returning: (try? result.get()) != nil)
            }
        }
    }

    func revokeAll(of account: UInt64, before generation: UInt32) async -> Bool {
        await withCheckedContinuation { continuation in
            self.service.revokeAll(of: account, before: generation, on: self.loop) { result in
                continuation.resume(returning: (try? result.get()) != nil)
            }
        }
    }
}

extension Result {
    var refusal: Failure? {
        switch self {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}
