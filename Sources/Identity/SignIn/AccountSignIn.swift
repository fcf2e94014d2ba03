// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import LoopRuntime
public import Wire

/// Signs people in by password or access token; guests, by their tokens, as well.
///
/// A grant by token ends with the token, and `session.refresh` renews it. A client that showed its password holds no
/// token to renew with, so its grant lasts for a working day: ``Limits/passwordGrantLife``.
///
/// Refusals: `credentials_wrong`, `locked_out` (the account), `rate_limited` (the network address), `sign_in_busy` (the
/// queue), `token_invalid`, `invalid_params`; and `store_unavailable` or `overloaded` when nobody looked.
public struct AccountSignIn: SignIn {
    public struct Limits: Sendable, Hashable {
        /// From the password on; a client that outlives it signs in again.
        public var passwordGrantLife: Duration = .seconds(12 * 3_600)
        /// How often a resumed session's account is looked up while the store fails; then access counts as revoked.
        public var lookupAttemptsMax = 12
        /// Pauses between them, doubled each time.
        public var firstLookupPause: Duration = .milliseconds(250)
        public var longestLookupPause: Duration = .seconds(30)

        public init() {}
    }

    private let pipeline: SignInPipeline
    private let limits: Limits

    public init(_ pipeline: SignInPipeline, limits: Limits = Limits()) {
        self.pipeline = pipeline
        self.limits = limits
    }

    public func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    ) {
        switch credentials {
        case .password(let identifier, let password):
            let login: PasswordLogin
            do {
                login = try PasswordLogin(identifier: identifier, password: password, address: address)
            } catch {
                return loop.post { completion(.failure(error)) }
            }
            self.pipeline.checkPassword(login, on: loop, completion: completion) { record throws(WireError) in
                // Whoever revoked access while the password was being checked closed nothing: look again.
                guard let current = try self.pipeline.unrevoked(record) else { throw WireError(.credentialsWrong) }
                return Grant(of: current, expiresAt: self.passwordGrantEnd)
            }
        case .accessToken(let token):
            self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in
                let claims = try self.pipeline.claims(of: token)
                switch claims.subject {
                case .account(let account, let generation):
                    let record = try self.pipeline.record(of: account, issuedUnder: generation)
                    return Grant(of: record, expiresAt: claims.expiresAt)
                case .guest(let guest):
                    // Nobody keeps guests: what may have ended since is the invitation, and the room knows that.
                    return Grant(of: guest, self.pipeline.ports.guestProfiles, expiresAt: claims.expiresAt)
                }
            }
        }
    }

    /// While the store fails it is asked again after a pause, for minutes: nobody is thrown out because a disk is slow.
    public func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    ) {
        guard principal.kind == .account else { return loop.post { completion(nil) } }
        self.lookUp(principal.id, on: loop, attempt: 1, completion)
    }

    private func lookUp(
        _ account: UInt64,
        on loop: any EventLoop,
        attempt: Int,
        _ completion: @escaping @Sendable (Grant?) -> Void
    ) {
        let answered: @Sendable (Result<Grant?, WireError>) -> Void = { result in
            switch result {
            case .success(let grant): completion(grant)
            case .failure where attempt >= self.limits.lookupAttemptsMax: completion(nil)
            case .failure:
                _ = loop.schedule(after: self.pause(afterAttempt: attempt)) {
                    self.lookUp(account, on: loop, attempt: attempt + 1, completion)
                }
            }
        }
        self.pipeline.lookUp(on: loop, completion: answered) { () throws(WireError) -> Grant? in
            guard let record = try self.pipeline.record(of: account), !record.isDisabled else { return nil }
            return Grant(of: record, expiresAt: self.passwordGrantEnd)
        }
    }

    private func pause(afterAttempt attempt: Int) -> Duration {
        min(self.limits.firstLookupPause * (1 << min(attempt - 1, 20)), self.limits.longestLookupPause)
    }

    private var passwordGrantEnd: Timestamp {
        self.pipeline.ports.clock.wall.advanced(byMs: self.limits.passwordGrantLife.wholeMilliseconds)
    }
}

extension Grant {
    /// What the account may do until `expiresAt`.
    init(of record: SignInRecord, expiresAt: Timestamp) {
        self.init(
            profile: record.profile,
            unitPath: record.unitPath,
            mayCreateRooms: record.mayCreateRooms,
            authority: record.authority,
            expiresAt: expiresAt,
            generation: record.tokenGeneration
        )
    }
}

extension Grant {
    /// A guest's pass to the one room that its token names, until `expiresAt`.
    init(of guest: GuestClaims, _ profiles: SignInPipeline.GuestProfiles, expiresAt: Timestamp) {
        self.init(
            profile: profiles(Principal(.guest, guest.id), guest.name),
            unitPath: [],
            mayCreateRooms: false,
            authority: .none,
            expiresAt: expiresAt,
            pass: guest.pass
        )
    }
}
