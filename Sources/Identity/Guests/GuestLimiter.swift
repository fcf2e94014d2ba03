// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Decides whether a PIN is looked at; a value that is told the time.
///
/// Six digits stand only because nobody gets to try many. One who guesses is stopped first where he is, then everybody
/// who shows this invitation is slowed: those who guess from many places know its code, so it has got about.
struct GuestLimiter: Sendable {
    enum Verdict: Sendable, Hashable {
        case right
        case wrong
        /// Not looked at: too many were wrong from this address, or of this invitation.
        case invitationClosed(retryAfterMs: UInt64)
        case addressSlowed(retryAfterMs: UInt64)
    }

    /// Accounts here are invitations, each as it is shown from one address.
    private var attempts: SignInLimiter
    /// Of invitations, wherever they are shown.
    private var debts: FailureDebts

    init(limits: GuestLimits = GuestLimits()) {
        self.attempts = SignInLimiter(limits: limits.fromAddress)
        self.debts = FailureDebts(
            failuresMax: limits.invitationFailuresMax,
            window: limits.invitationWindow,
            keysMax: limits.fromAddress.keysMax
        )
    }

    /// What is remembered.
    var keyCount: Int { self.attempts.keyCount + self.debts.count }

    /// Judges one PIN.
    ///
    /// - Parameter isRight: Tells nobody anything while the invitation is closed.
    mutating func judge(
        isRight: Bool,
        _ invitation: InvitationCode,
        from address: String,
        at now: Duration
    ) -> Verdict {
        let pair = LimiterKey(invitation: invitation, from: address)
        let whole = LimiterKey(invitation: invitation)
        let addressKey = LimiterKey(address: address)
        switch self.attempts.admit(pair, from: addressKey, at: now) {
        case .accountClosed(let retryAfterMs): return .invitationClosed(retryAfterMs: retryAfterMs)
        case .addressSlowed(let retryAfterMs): return .addressSlowed(retryAfterMs: retryAfterMs)
        case .admitted: break
        }
        if let wait = self.debts.wait(of: whole, at: now) {
            self.attempts.withdrawn(pair, at: now)
            return .invitationClosed(retryAfterMs: wait.millisecondsRoundedUp)
        }
        guard isRight else {
            self.attempts.failed(pair, from: addressKey, at: now)
            self.debts.charge(whole, at: now)
            return .wrong
        }
        self.attempts.succeeded(pair, at: now)
        return .right
    }
}
