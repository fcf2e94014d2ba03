// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import LoopRuntime
public import Wire

/// Signs in whoever shows `token-<number>`, or the password `secret` with the number as identifier.
public final class SimulatedSignIn: SignIn {
    private struct State {
        /// Looked up by number only.
        var revoked: Set<Principal> = []
        var random: SeededGenerator
        var isCalm = false
    }

    private let world: SimulatedWorld
    private let state: Confined<State>
    /// Whether everybody belongs to the organisation of large worlds.
    private let isLarge: Bool

    /// - Parameter isLarge: Whether the organisation is a ministry with 371 units, and not the small one.
    public init(world: SimulatedWorld, isLarge: Bool = false) {
        self.world = world
        self.isLarge = isLarge
        self.state = Confined(State(random: world.makeGenerator(0x5161)))
    }

    /// What a client shows to sign in as `number`.
    public static func accessToken(of number: Int) -> String { "token-\(number)" }

    /// Disables an account; who belongs to it is to be thrown out by the caller.
    public func revoke(_ principal: Principal) {
        self.world.count(.accessRevoked)
        self.state.value.revoked.insert(principal)
    }

    public func isRevoked(_ principal: Principal) -> Bool { self.state.value.revoked.contains(principal) }

    /// From now on every sign-in is quick and right.
    public func calmDown() {
        self.state.value.isCalm = true
    }

    public func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    ) {
        let isBusy = self.draws(permille: self.world.weather.busySignInsPermille)
        if isBusy { self.world.count(.signInBusy) }
        self.world.after(self.drawLatency()) {
            let result: Result<Grant, WireError> =
                isBusy ? .failure(WireError(.signInBusy, retryAfterMs: 500)) : self.check(credentials)
            self.world.note(.signedIn, isBusy ? 1 : 0)
            loop.post { completion(result) }
        }
    }

    public func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    ) {
        self.world.after(self.drawLatency()) {
            let grant = self.isRevoked(principal) ? nil : self.grant(of: Int(principal.id))
            loop.post { completion(grant) }
        }
    }

    private func check(_ credentials: Credentials) -> Result<Grant, WireError> {
        let number: Int?
        let refusal: ErrorCode
        switch credentials {
        case .accessToken(let token):
            number = token.revealed.hasPrefix("token-") ? Int(token.revealed.dropFirst(6)) : nil
            refusal = .tokenInvalid
        case .password(let identifier, let password):
            number = password.revealed == "secret" ? Int(identifier) : nil
            refusal = .credentialsWrong
        }
        guard let number, !self.isRevoked(SimulatedDirectory.principal(number)) else {
            return .failure(WireError(refusal))
        }
        return .success(self.grant(of: number))
    }

    private func grant(of number: Int) -> Grant {
        // Longer than any run: sessions that outlive their token are the business of the Edge's own tests.
        let expiresAt = Timestamp(ms: self.world.wallClockMs + 86_400_000)
        return self.isLarge
            ? LargeDirectory.grant(of: number, expiresAt: expiresAt)
            : SimulatedDirectory.grant(of: number, expiresAt: expiresAt)
    }

    private func drawLatency() -> Duration {
        guard self.draws(permille: self.world.weather.slowSignInsPermille) else {
            return self.state.value.random.delay(upTo: .milliseconds(30))
        }
        self.world.count(.signInSlow)
        return self.state.value.random.delay(upTo: .seconds(12))
    }

    private func draws(permille: Int) -> Bool {
        !self.state.value.isCalm && self.state.value.random.chance(permille: permille)
    }
}
