// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who fails too often waits. First the account, or what was typed as one: each failure after the first few closes it
// for twice as long. Then, generously, the network address, and only for failures on many accounts: a county behind one
// NAT shares an address, and one of its people who has forgotten the password must not keep the others out.
//
// An attempt is counted when it is admitted and not only when it has failed, so that a thousand guesses sent at once
// are not all admitted before the first is known to be wrong.

/// Decides whether an attempt to sign in with a password is looked at; a value that is told the time.
public struct SignInLimiter: Sendable {
    public struct Limits: Sendable, Hashable {
        /// As many failures close an account; each further one closes it for twice as long.
        public var failuresMax = 5
        public var firstLockout: Duration = .seconds(30)
        public var longestLockout: Duration = .seconds(900)
        /// Failures are forgotten when none has come for so long.
        public var memory: Duration = .seconds(86_400)
        /// So many accounts may fail from one address within ``addressWindow``; then it is slowed to that rate.
        public var addressFailuresMax = 200
        public var addressWindow: Duration = .seconds(300)
        /// Accounts, and addresses, that are remembered; past it the one touched least recently is forgotten.
        public var keysMax = 100_000

        public init() {}
    }

    /// Whether an attempt is looked at.
    public enum Verdict: Sendable, Hashable {
        /// Tell how it ends: by exactly one of ``failed(_:from:at:)``, ``succeeded(_:at:)`` and ``withdrawn(_:at:)``.
        case admitted
        /// The account is closed, or as many of its attempts are being looked at as may.
        case accountClosed(retryAfterMs: UInt64)
        case addressSlowed(retryAfterMs: UInt64)
    }

    private struct Attempts: Sendable {
        var failures = 0
        /// Admitted and not yet told of.
        var pending = 0
        var closedUntil: Duration?
        var failedAt: Duration?
        /// When a failure of this account was last put on an address's bill.
        var billedAt: Duration?
    }

    /// To somebody whose other attempts are still being looked at.
    private static let pauseWhilePending: Duration = .seconds(1)

    public let limits: Limits
    private var accounts: RecentTable<LimiterKey, Attempts>
    /// Of addresses.
    private var debts: FailureDebts

    public init(limits: Limits = Limits()) {
        precondition(limits.failuresMax > 0 && limits.firstLockout > .zero, "A limit allows something")
        self.limits = limits
        self.accounts = RecentTable(capacity: limits.keysMax)
        self.debts = FailureDebts(
            failuresMax: limits.addressFailuresMax,
            window: limits.addressWindow,
            keysMax: limits.keysMax
        )
    }

    /// Accounts and addresses that are remembered.
    public var keyCount: Int { self.accounts.count + self.debts.count }

    // MARK: Attempts

    public mutating func admit(_ account: LimiterKey, from address: LimiterKey, at now: Duration) -> Verdict {
        var attempts = self.attempts(of: account, at: now)
        if let closedUntil = attempts.closedUntil, now < closedUntil {
            return .accountClosed(retryAfterMs: (closedUntil - now).millisecondsRoundedUp)
        }
        // After the first few each failure is one too many, so only one attempt at a time.
        guard attempts.pending < max(self.limits.failuresMax - attempts.failures, 1) else {
            return .accountClosed(retryAfterMs: Self.pauseWhilePending.millisecondsRoundedUp)
        }
        if let wait = self.debts.wait(of: address, at: now) {
            return .addressSlowed(retryAfterMs: wait.millisecondsRoundedUp)
        }
        attempts.pending += 1
        self.accounts[account] = attempts
        return .admitted
    }

    /// The attempt was wrong, in whatever way.
    public mutating func failed(_ account: LimiterKey, from address: LimiterKey, at now: Duration) {
        var attempts = self.attempts(of: account, at: now)
        attempts.pending = max(attempts.pending - 1, 0)
        attempts.failures += 1
        attempts.failedAt = now
        if attempts.failures >= self.limits.failuresMax {
            attempts.closedUntil = now + self.lockout(afterFailures: attempts.failures)
        }
        if !self.isBilled(attempts, at: now) {
            attempts.billedAt = now
            self.debts.charge(address, at: now)
        }
        self.accounts[account] = attempts
    }

    /// The attempt was right; what failed before is forgotten.
    public mutating func succeeded(_ account: LimiterKey, at now: Duration) {
        guard let attempts = self.accounts[account] else { return }
        self.keep(Attempts(pending: max(attempts.pending - 1, 0), billedAt: attempts.billedAt), of: account, at: now)
    }

    /// Nobody knows whether the attempt was right: the queue was full, the store failed.
    public mutating func withdrawn(_ account: LimiterKey, at now: Duration) {
        guard var attempts = self.accounts[account] else { return }
        attempts.pending = max(attempts.pending - 1, 0)
        self.keep(attempts, of: account, at: now)
    }

    // MARK: Steps

    /// What is remembered of an account, without what is too old.
    private func attempts(of account: LimiterKey, at now: Duration) -> Attempts {
        guard let attempts = self.accounts[account] else { return Attempts() }
        guard let failedAt = attempts.failedAt, failedAt + self.limits.memory <= now else { return attempts }
        return Attempts(pending: attempts.pending)
    }

    /// Forgets what says nothing: an account whose attempts were right takes no room.
    private mutating func keep(_ attempts: Attempts, of account: LimiterKey, at now: Duration) {
        let saysSomething = attempts.pending > 0 || attempts.failures > 0 || self.isBilled(attempts, at: now)
        self.accounts[account] = saysSomething ? attempts : nil
    }

    /// Whether the account's failures are paid for: alternating right and wrong passwords slows nobody else.
    private func isBilled(_ attempts: Attempts, at now: Duration) -> Bool {
        attempts.billedAt.map { now < $0 + self.limits.addressWindow } ?? false
    }

    private func lockout(afterFailures failures: Int) -> Duration {
        let doublings = min(failures - self.limits.failuresMax, 30)
        return min(self.limits.firstLockout * (1 << doublings), self.limits.longestLockout)
    }
}
