// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
public import ConferenceCore
public import Wire

// JSON Web Tokens (RFC 7519) as compact JWS (RFC 7515 section 7.1), signed with ES256 and nothing else. What RFC 8725
// asks for: the algorithm is pinned before the key is looked up, the key is chosen by its name among our own, and no
// header can bring a key or an extension along.

/// Issues and verifies access tokens; every method may be called from any thread.
public struct AccessTokens: Sendable {
    /// How long tokens live, and how far clocks may be apart.
    public struct Limits: Sendable, Hashable {
        /// Whole seconds.
        public var life: Duration
        /// By so much two nodes' clocks may differ; zero forgives nothing.
        public var leeway: Duration

        public init(life: Duration = .seconds(900), leeway: Duration = .seconds(5)) {
            self.life = life
            self.leeway = leeway
        }
    }

    /// `iss` of every token: the name of the deployment.
    public let issuer: String
    public let limits: Limits
    private let signing: SigningKey
    private let keys: [String: SigningKey]

    /// - Parameters:
    ///   - signing: The key pair that signs.
    ///   - accepted: Keys of other nodes, and those that signed before; they are accepted as well.
    public init(
        issuer: String,
        signing: SigningKey,
        accepting accepted: [SigningKey] = [],
        limits: Limits = Limits()
    ) {
        self.issuer = issuer
        self.limits = limits
        self.signing = signing
        self.keys = Dictionary(([signing] + accepted).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A token for `account` from `now` on.
    public func issue(
        for account: UInt64,
        generation: UInt32,
        at now: Timestamp
    ) throws(IdentityFailure) -> (token: SecretText, claims: AccessClaims) {
        try self.issue(for: .account(account, generation: generation), life: self.limits.life, at: now)
    }

    /// A token for a guest from `now` on.
    ///
    /// - Parameter life: Whole seconds.
    func issue(
        for guest: GuestClaims,
        life: Duration,
        at now: Timestamp
    ) throws(IdentityFailure) -> (token: SecretText, claims: AccessClaims) {
        try self.issue(for: .guest(guest), life: life, at: now)
    }

    private func issue(
        for subject: AccessClaims.Subject,
        life: Duration,
        at now: Timestamp
    ) throws(IdentityFailure) -> (token: SecretText, claims: AccessClaims) {
        let issuedAt = Timestamp(ms: now.ms / 1_000 * 1_000)
        let claims = AccessClaims(
            subject: subject,
            issuedAt: issuedAt,
            expiresAt: issuedAt.advanced(byMs: life.wholeMilliseconds),
            id: Base64URL.text(of: SecureRandom.bytes(16))
        )
        return (try self.sign(self.payload(of: claims)), claims)
    }

    /// What a token says, when it is ours, unchanged and in force at `now`.
    ///
    /// Whether it was revoked meanwhile is for the directory to say.
    public func verify(_ token: SecretText, at now: Timestamp) throws(AccessTokenRefusal) -> AccessClaims {
        let parts = try CompactJWS(token.revealed)
        let header = try TokenHeader(parts.header)
        guard header.algorithm == TokenHeader.algorithm else { throw .algorithmNotAllowed }
        guard let id = header.key, let key = self.keys[id] else { throw .unknownKey }
        guard key.verify(parts.signature, of: parts.signed) else { throw .signatureWrong }
        let payload = try TokenPayload(parts.payload)
        guard payload.issuer == self.issuer else { throw .issuerWrong }
        let leewayMs = self.limits.leeway.wholeMilliseconds
        guard now < payload.claims.expiresAt.advanced(byMs: leewayMs) else { throw .expired }
        if let notBefore = payload.notBefore, now.advanced(byMs: leewayMs) < notBefore { throw .notYetValid }
        return payload.claims
    }

    // MARK: Writing

    private func payload(of claims: AccessClaims) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("iss", self.issuer)
            switch claims.subject {
            case .account(let account, _): writer.member("sub", String(account))
            case .guest(let guest): writer.member("sub", WireParticipant(.guest, guest.id))
            }
            writer.member("iat", claims.issuedAt.ms / 1_000)
            writer.member("exp", claims.expiresAt.ms / 1_000)
            switch claims.subject {
            case .account(_, let generation): writer.member("gen", generation)
            case .guest(let guest):
                writer.member("room", WireRoom(guest.pass.room.number))
                writer.member("inv", guest.pass.invitation.rawValue)
                writer.member("name", guest.name)
            }
            writer.member("jti", claims.id)
        }
        return writer.bytes
    }

    /// Signs any payload; for tests also one that we would not issue.
    func sign(_ payload: [UInt8]) throws(IdentityFailure) -> SecretText {
        var text: [UInt8] = []
        Base64URL.append(TokenHeader.bytes(key: self.signing.id), to: &text)
        text.append(UInt8(ascii: "."))
        Base64URL.append(payload, to: &text)
        let signature = try self.signing.sign(text)
        text.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &text)
        return SecretText(String(decoding: text, as: UTF8.self))
    }
}
