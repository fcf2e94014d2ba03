// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
internal import LoopRuntime
internal import Wire

// A password goes through the limiter (a lock of microseconds), then a bounded queue, then one hash on a worker.
// Nothing tells an unknown account from a wrong password, a disabled account or one without a password: the same
// answer, the same number of hashes, the same entry in the limiter. Where there is no hash to compare with, one of the
// same cost stands in for it.

/// What every way of signing in has in common: the ports, the pools, and the checks that run on them.
///
/// Callable from any thread; completions are called on the loop that the caller names, exactly once.
public final class SignInPipeline: Sendable {
    /// How guests of a name are sorted and found: as the directory has it for accounts; called on worker threads.
    public typealias GuestProfiles = @Sendable (_ guest: Principal, _ name: String) -> Profile

    /// What signing in stands on.
    public struct Ports: Sendable {
        public let directory: any AccountDirectory
        public let hasher: any PasswordHashing
        public let observer: any IdentityObserver
        public let guestProfiles: GuestProfiles
        public let clock: any IdentityClock

        public init(
            directory: any AccountDirectory,
            hasher: any PasswordHashing,
            observer: any IdentityObserver,
            guestProfiles: @escaping GuestProfiles,
            clock: any IdentityClock = SystemClock()
        ) {
            self.directory = directory
            self.hasher = hasher
            self.observer = observer
            self.guestProfiles = guestProfiles
            self.clock = clock
        }
    }

    /// Where the work is done; stopped by their owner.
    public struct Pools: Sendable {
        public let passwords: WorkerPool
        /// A pool of its own, so that a storm of passwords never delays tokens.
        public let tokens: WorkerPool

        public init(passwords: WorkerPool, tokens: WorkerPool) {
            self.passwords = passwords
            self.tokens = tokens
        }
    }

    public let tokens: AccessTokens
    public let revocations = Revocations()
    let ports: Ports
    private let pools: Pools
    private let limiter: Guarded<SignInLimiter>
    /// Of a password that nobody knows, with today's parameters.
    private let dummyHash: SecretText

    /// Makes one password hash, which takes its time.
    ///
    /// - Throws: When there is no memory for it.
    public init(
        ports: Ports,
        pools: Pools,
        tokens: AccessTokens,
        limits: SignInLimiter.Limits = SignInLimiter.Limits()
    ) throws(IdentityFailure) {
        self.ports = ports
        self.pools = pools
        self.tokens = tokens
        self.limiter = Guarded(SignInLimiter(limits: limits))
        self.dummyHash = SecretText(try ports.hasher.hash(RandomPassword.make()))
    }

    /// How long a password shown now would wait for its turn.
    public var expectedPasswordWait: Duration { self.pools.passwords.expectedWait }

    // MARK: Passwords

    /// Checks a password and, when it is right, has `answer` make the rest on the worker.
    func checkPassword<Answer: Sendable>(
        _ login: PasswordLogin,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Answer, WireError>) -> Void,
        answer: @escaping @Sendable (SignInRecord) throws(WireError) -> Answer
    ) {
        if let refusal = self.refusal(of: login) { return loop.post { completion(.failure(refusal)) } }
        let error = self.submit(to: self.pools.passwords, on: loop, completion) { () throws(WireError) -> Answer in
            try answer(self.judged(login))
        } withdraw: {
            self.withdraw(login)
        }
        guard let error else { return }
        self.withdraw(login)
        loop.post { completion(.failure(error)) }
    }

    /// Does `work`, a matter of microseconds and one look into the store, on the pool for tokens.
    func lookUp<Answer: Sendable>(
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Answer, WireError>) -> Void,
        work: @escaping @Sendable () throws(WireError) -> Answer
    ) {
        guard let error = self.submit(to: self.pools.tokens, on: loop, completion, work: work, withdraw: {}) else {
            return
        }
        loop.post { completion(.failure(error)) }
    }

    /// - Returns: Why the pool did not take it; then neither closure is called.
    private func submit<Answer: Sendable>(
        to pool: WorkerPool,
        on loop: any EventLoop,
        _ completion: @escaping @Sendable (Result<Answer, WireError>) -> Void,
        work: @escaping @Sendable () throws(WireError) -> Answer,
        withdraw: @escaping @Sendable () -> Void
    ) -> WireError? {
        let job = WorkerPool.Job {
            let result = Result { () throws(WireError) -> Answer in try work() }
            loop.post { completion(result) }
        } abandon: {
            withdraw()
            loop.post { completion(.failure(WireError(.overloaded))) }
        }
        switch pool.submit(job) {
        case .accepted: return nil
        case .full(let retryAfterMs): return WireError(.signInBusy, retryAfterMs: retryAfterMs)
        case .stopped: return WireError(.overloaded)
        }
    }

    // MARK: Steps before the queue

    /// Why the attempt is not looked at; nil when it is, and then it has been counted.
    private func refusal(of login: PasswordLogin) -> WireError? {
        let now = self.ports.clock.elapsed
        switch self.limiter.withLock({ $0.admit(login.accountKey, from: login.addressKey, at: now) }) {
        case .admitted: return nil
        case .accountClosed(let retryAfterMs):
            self.ports.observer.note(.attemptSlowed(address: login.address, isByAddress: false))
            return WireError(.lockedOut, retryAfterMs: retryAfterMs)
        case .addressSlowed(let retryAfterMs):
            self.ports.observer.note(.attemptSlowed(address: login.address, isByAddress: true))
            return WireError(.rateLimited, retryAfterMs: retryAfterMs)
        }
    }

    private func withdraw(_ login: PasswordLogin) {
        let now = self.ports.clock.elapsed
        self.limiter.withLock { $0.withdrawn(login.accountKey, at: now) }
    }

    // MARK: Steps on the worker

    /// The account that the password opens.
    private func judged(_ login: PasswordLogin) throws(WireError) -> SignInRecord {
        let found: SignInRecord?
        let isMatch: Bool
        do {
            found = try self.fromStore { () throws(StoreFailure) in
                try self.ports.directory.record(identifiedBy: login.identifier)
            }
            isMatch = try self.isMatch(login.password, of: found)
        } catch {
            self.withdraw(login)
            throw error
        }
        let now = self.ports.clock.elapsed
        guard isMatch, let record = found, !record.isDisabled else {
            self.limiter.withLock { $0.failed(login.accountKey, from: login.addressKey, at: now) }
            self.ports.observer.note(.passwordRefused(account: found?.account, address: login.address))
            throw WireError(.credentialsWrong)
        }
        self.limiter.withLock { $0.succeeded(login.accountKey, at: now) }
        let isRehashed = self.rehash(login.password, of: record)
        let event = IdentityEvent.passwordAccepted(
            account: record.account,
            address: login.address,
            isRehashed: isRehashed
        )
        self.ports.observer.note(event)
        return record
    }

    /// Takes one hash, whether or not there is something to compare with.
    private func isMatch(_ password: SecretText, of record: SignInRecord?) throws(WireError) -> Bool {
        do throws(IdentityFailure) {
            guard let record, let hash = record.passwordHash else {
                _ = try self.ports.hasher.isMatch(password, self.dummyHash.revealed)
                return false
            }
            do {
                return try self.ports.hasher.isMatch(password, hash)
            } catch {
                guard error.code == .unreadableHash else { throw error }
                self.ports.observer.note(.hashUnreadable(account: record.account))
                _ = try self.ports.hasher.isMatch(password, self.dummyHash.revealed)
                return false
            }
        } catch {
            // No memory for a hash: as good as no room in the queue.
            self.ports.observer.note(.failing(error))
            throw WireError(.signInBusy, retryAfterMs: 1_000)
        }
    }

    /// Replaces a hash that was made with other parameters; a failure changes nothing and is only reported.
    private func rehash(_ password: SecretText, of record: SignInRecord) -> Bool {
        guard let old = record.passwordHash, self.ports.hasher.needsRehash(old) else { return false }
        do {
            let new = try self.ports.hasher.hash(password)
            // Making it took a while: a password that was changed meanwhile must not come back.
            guard try self.ports.directory.record(of: record.account)?.passwordHash == old else { return false }
            try self.ports.directory.replacePasswordHash(of: record.account, with: new)
            return true
        } catch let failure as StoreFailure {
            self.ports.observer.note(.storeFailing(failure))
        } catch let failure as IdentityFailure {
            self.ports.observer.note(.failing(failure))
        } catch {
            preconditionFailure("Nothing else is thrown here: \(error)")
        }
        return false
    }

    // MARK: Tokens

    /// The account that the token opens; a guest's opens none.
    func account(by token: SecretText) throws(WireError) -> SignInRecord {
        guard case .account(let account, let generation) = try self.claims(of: token).subject else {
            throw .refused(AccessTokenRefusal.noAccount)
        }
        return try self.record(of: account, issuedUnder: generation)
    }

    /// What the token says, whoever holds it, when it is good by itself.
    func claims(of token: SecretText) throws(WireError) -> AccessClaims {
        do {
            return try self.tokens.verify(token, at: self.ports.clock.wall)
        } catch {
            throw .refused(error)
        }
    }

    /// The account as it is now, unless that ends tokens of this generation.
    func record(of account: UInt64, issuedUnder generation: UInt32) throws(WireError) -> SignInRecord {
        guard !self.revocations.isRevoked(account, generation: generation) else {
            throw .refused(AccessTokenRefusal.revoked)
        }
        guard let record = try self.record(of: account), !record.isDisabled else {
            throw .refused(AccessTokenRefusal.accountGone)
        }
        // A generation that the directory has not reached would be a token from its future: a restored backup.
        guard generation == record.tokenGeneration else { throw .refused(AccessTokenRefusal.revoked) }
        return record
    }

    func record(of account: UInt64) throws(WireError) -> SignInRecord? {
        try self.fromStore { () throws(StoreFailure) in try self.ports.directory.record(of: account) }
    }

    /// The account as it is now; nil when its access was revoked since `record` was read.
    func unrevoked(_ record: SignInRecord) throws(WireError) -> SignInRecord? {
        let current = try self.record(of: record.account)
        guard let current, !current.isDisabled, current.tokenGeneration == record.tokenGeneration else { return nil }
        return current
    }

    /// Does `work`, the making of a token, which does not fail on a sound machine.
    func issued<Value>(_ work: () throws(IdentityFailure) -> Value) throws(WireError) -> Value {
        do {
            return try work()
        } catch {
            self.ports.observer.note(.failing(error))
            throw WireError(.internalError)
        }
    }

    /// Does `work` and tells a failure of the store from a refusal: nobody is refused because a disk is slow.
    func fromStore<Value>(_ work: () throws(StoreFailure) -> Value) throws(WireError) -> Value {
        do {
            return try work()
        } catch {
            self.ports.observer.note(.storeFailing(error))
            throw WireError(.storeUnavailable, retryAfterMs: 1_000)
        }
    }
}

extension SignInPipeline: CustomStringConvertible, CustomReflectable {
    public var description: String { "sign-in of \(self.tokens.issuer)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
