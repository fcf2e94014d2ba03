// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import DirectoryCore
public import LoopRuntime
public import Wire

// A guest shows two things: the code of a link, which a key on this server has made, and a PIN that came another way.
// The code is looked at first, so that only who was sent one can try PINs and only of that invitation; how long the
// invitation lasts is told to nobody without the PIN. No step reads or writes the store, and no step hashes a password,
// so guests share the threads of tokens and never wait for passwords.

/// Changes an invitation's code and PIN into a guest's token.
public final class GuestSignIn: Sendable {
    public let invitations: GuestInvitations
    private let pipeline: SignInPipeline
    private let limits: GuestLimits
    private let limiter: Guarded<GuestLimiter>

    public init(_ pipeline: SignInPipeline, invitations: GuestInvitations, limits: GuestLimits = GuestLimits()) {
        self.pipeline = pipeline
        self.invitations = invitations
        self.limits = limits
        self.limiter = Guarded(GuestLimiter(limits: limits))
    }

    /// Makes a guest of whoever shows code and PIN.
    ///
    /// Refusals: `invalid_params` (the name, or a PIN that is not six digits: neither counts as an attempt),
    /// `invitation_wrong`, `locked_out` (the invitation), `rate_limited` (the network address), `pin_wrong`,
    /// `invitation_expired`; `sign_in_busy` or `overloaded` when nobody looked. Whether the invitation was withdrawn is
    /// for the room to say.
    ///
    /// - Parameter completion: Called on `loop`, exactly once, after the call has returned.
    public func signIn(
        _ login: GuestLogin,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<GuestToken, WireError>) -> Void
    ) {
        self.pipeline.lookUp(on: loop, completion: completion) { () throws(WireError) in try self.judged(login) }
    }

    // MARK: Steps on the worker

    private func judged(_ login: GuestLogin) throws(WireError) -> GuestToken {
        let name = try Self.name(of: login)
        guard Self.isPIN(login.pin) else { throw WireError(.invalidParams, details: "pin") }
        guard let invitation = self.invitations.read(login.code) else {
            throw self.refused(WireError(.invitationWrong), nil, login)
        }
        if let error = self.refusal(of: login, invitation) { throw self.refused(error, invitation, login) }
        guard self.pipeline.ports.clock.wall < invitation.expiresAt else {
            throw self.refused(WireError(.invitationExpired), invitation, login)
        }
        return try self.token(for: name, invitation, login)
    }

    /// Why the PIN does not open the invitation.
    private func refusal(of login: GuestLogin, _ invitation: InvitationCode) -> WireError? {
        let isRight = self.invitations.isRight(login.pin, for: invitation)
        let now = self.pipeline.ports.clock.elapsed
        let verdict = self.limiter.withLock { limiter in
            limiter.judge(isRight: isRight, invitation, from: login.address, at: now)
        }
        switch verdict {
        case .right: return nil
        case .wrong: return WireError(.pinWrong)
        case .invitationClosed(let retryAfterMs): return WireError(.lockedOut, retryAfterMs: retryAfterMs)
        case .addressSlowed(let retryAfterMs): return WireError(.rateLimited, retryAfterMs: retryAfterMs)
        }
    }

    private func token(
        for name: String,
        _ invitation: InvitationCode,
        _ login: GuestLogin
    ) throws(WireError) -> GuestToken {
        let guest = GuestClaims(
            id: Self.makeID(),
            pass: GuestPass(room: invitation.room, invitation: invitation.number),
            name: name
        )
        let now = self.pipeline.ports.clock.wall
        let (token, claims) = try self.pipeline.issued { () throws(IdentityFailure) in
            try self.pipeline.tokens.issue(for: guest, life: self.limits.sessionLife, at: now)
        }
        let event = IdentityEvent.guestSignedIn(room: invitation.room, guest: guest.id, address: login.address)
        self.pipeline.ports.observer.note(event)
        return GuestToken(guest: guest.id, room: invitation.room, accessToken: token, expiresAt: claims.expiresAt)
    }

    /// `error`, once it has been noted.
    private func refused(_ error: WireError, _ invitation: InvitationCode?, _ login: GuestLogin) -> WireError {
        let event = IdentityEvent.guestRefused(room: invitation?.room, code: error.code, address: login.address)
        self.pipeline.ports.observer.note(event)
        return error
    }

    // MARK: Form

    /// The name without spaces around it, by the rule that names in the directory follow.
    private static func name(of login: GuestLogin) throws(WireError) -> String {
        let limit = WireLimits.guestNameCharacters
        guard let name = PlainText.cleaned(login.name, limit: limit.upperBound),
            limit.contains(name.unicodeScalars.count)
        else { throw WireError(.invalidParams, details: "name") }
        return name
    }

    private static func isPIN(_ pin: SecretText) -> Bool {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return pin.revealed.utf8.count == GuestInvitations.pinLength && pin.revealed.utf8.allSatisfy(digits.contains)
    }

    private static func makeID() -> UInt64 {
        while true {
            let id = OpenSSLSecrets().randomBits() & GuestClaims.ids.upperBound
            if GuestClaims.ids.contains(id) { return id }
        }
    }
}

extension GuestSignIn: CustomStringConvertible, CustomReflectable {
    public var description: String { "sign-in of guests of \(self.pipeline.tokens.issuer)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
