// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import Wire

/// Random bytes from the seed, and a digest that only has to be the same every time.
public final class SimulatedSecrets: SecretSource {
    private let random: Confined<SeededGenerator>

    /// - Parameter purpose: Another number for each life of the node, so that no id comes twice.
    public init(world: SimulatedWorld, purpose: UInt64) {
        self.random = Confined(world.makeGenerator(purpose))
    }

    public func randomBits() -> UInt64 { self.random.value.next() }

    public func makeSecret() -> ResumeSecret {
        let bytes = (0..<ResumeSecret.byteCount).map { _ in UInt8(truncatingIfNeeded: self.random.value.next()) }
        guard let secret = ResumeSecret(bytes) else { preconditionFailure("A secret has sixteen bytes") }
        return secret
    }

    public func digest(of secret: ResumeSecret) -> TokenDigest {
        let digest = Trace.digest(secret.revealed)
        return TokenDigest(high: digest, low: digest &* 0x9E37_79B9_7F4A_7C15)
    }
}
