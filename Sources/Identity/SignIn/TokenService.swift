// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
internal import ConferenceCore
public import LoopRuntime
public import Wire

/// Signing in, renewing and signing out over HTTP.
///
/// Every completion is called on `loop`, exactly once, after the call has returned.
public struct TokenService: Sendable {
    private let pipeline: SignInPipeline
    private let refreshTokens: RefreshTokens

    public init(_ pipeline: SignInPipeline, refreshTokens: RefreshTokens) {
        self.pipeline = pipeline
        self.refreshTokens = refreshTokens
    }

    /// Changes a password into tokens; refused as ``AccountSignIn`` refuses.
    public func signIn(
        identifier: String,
        password: SecretText,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<TokenPair, WireError>) -> Void
    ) {
        let login: PasswordLogin
        do {
            login = try PasswordLogin(identifier: identifier, password: password, address: address)
        } catch {
            return loop.post { completion(.failure(error)) }
        }
        self.pipeline.checkPassword(login, on: loop, completion: completion) { record throws(WireError) in
            try self.firstPair(for: record)
        }
    }

    /// Changes a refresh token into a new pair; the token is spent with that.
    ///
    /// `token_invalid` means: sign in again. `token_reused` means the same, and that every token of that sign-in has
    /// been revoked because the token came a second time. After a lost answer a client therefore signs in again.
    public func refresh(
        _ token: SecretText,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<TokenPair, WireError>) -> Void
    ) {
        self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in
            let now = self.pipeline.ports.clock.wall
            let shown = try self.accepted(from: address) { () throws(StoreFailure) in
                try self.refreshTokens.check(token, at: now)
            }
            guard let record = try self.pipeline.record(of: shown.account), !record.isDisabled else {
                try self.revoke(family: shown.family)
                throw WireError(.tokenInvalid)
            }
            let next = try self.accepted(from: address) { () throws(StoreFailure) in
                try self.refreshTokens.exchange(shown, at: now)
            }
            return try self.pair(for: record, next, at: now)
        }
    }

    /// Revokes the sign-in that the refresh token came from; an unknown token is as good as signed out.
    public func signOut(
        _ token: SecretText,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Void, WireError>) -> Void
    ) {
        self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in
            try self.pipeline.fromStore { () throws(StoreFailure) in try self.refreshTokens.revoke(token) }
        }
    }

    /// Has `answer` made on the worker, for the account that an access token opens.
    ///
    /// Refused as ``AccountSignIn`` refuses a token, by the account's state of now; a guest's, always; and with
    /// `store_unavailable` when `answer` throws.
    ///
    /// - Parameter answer: A look or two into the store: tokens wait for it.
    public func answer<Answer: Sendable>(
        accountOf token: SecretText,
        on loop: any EventLoop,
        answer: @escaping @Sendable (SignInRecord) throws(StoreFailure) -> Answer,
        completion: @escaping @Sendable (Result<Answer, WireError>) -> Void
    ) {
        self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in
            let record = try self.pipeline.account(by: token)
            return try self.pipeline.fromStore { () throws(StoreFailure) in try answer(record) }
        }
    }

    /// Ends every sign-in of an account, once the directory has raised its token generation to `generation`.
    ///
    /// Access tokens of earlier generations are refused from the moment of this call.
    public func revokeAll(
        of account: UInt64,
        before generation: UInt32,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Void, WireError>) -> Void
    ) {
        self.pipeline.revocations.revoke(account, before: generation)
        self.pipeline.ports.observer.note(.tokensRevoked(account: account, generation: generation))
        self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in
            try self.pipeline.fromStore { () throws(StoreFailure) in try self.refreshTokens.revokeAll(of: account) }
        }
    }

    /// Forgets expired refresh tokens; for a timer, once an hour or so.
    public func removeExpired(
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Void, WireError>) -> Void
    ) {
        self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in
            let now = self.pipeline.ports.clock.wall
            try self.pipeline.fromStore { () throws(StoreFailure) in try self.refreshTokens.removeExpired(at: now) }
        }
    }

    // MARK: Steps on the worker

    private func firstPair(for record: SignInRecord) throws(WireError) -> TokenPair {
        let now = self.pipeline.ports.clock.wall
        let first = try self.pipeline.fromStore { () throws(StoreFailure) in
            try self.refreshTokens.issue(for: record.account, at: now)
        }
        // Whoever revoked all tokens while the password was being checked did not see this one: look again.
        guard try self.pipeline.unrevoked(record) != nil else {
            try self.revoke(family: first.family)
            throw WireError(.credentialsWrong)
        }
        return try self.pair(for: record, first, at: now)
    }

    private func pair(
        for record: SignInRecord,
        _ refresh: RefreshTokens.Issued,
        at now: Timestamp
    ) throws(WireError) -> TokenPair {
        let (token, claims) = try self.pipeline.issued { () throws(IdentityFailure) in
            try self.pipeline.tokens.issue(for: record.account, generation: record.tokenGeneration, at: now)
        }
        return TokenPair(
            account: record.account,
            accessToken: token,
            accessExpiresAt: claims.expiresAt,
            refreshToken: refresh.token,
            refreshExpiresAt: refresh.expiresAt
        )
    }

    private func accepted<Value>(
        from address: String,
        _ work: () throws(StoreFailure) -> RefreshTokens.Outcome<Value>
    ) throws(WireError) -> Value {
        switch try self.pipeline.fromStore(work) {
        case .accepted(let value): return value
        case .refused(let refusal):
            if case .reused(let account) = refusal {
                self.pipeline.ports.observer.note(.refreshTokenReused(account: account, address: address))
            }
            throw .refused(refusal)
        }
    }

    private func revoke(family: [UInt8]) throws(WireError) {
        try self.pipeline.fromStore { () throws(StoreFailure) in try self.refreshTokens.revoke(family: family) }
    }
}
