// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import Wire

/// Random bytes and digests from OpenSSL.
public struct OpenSSLSecrets: SecretSource {
    public init() {}

    public func randomBits() -> UInt64 {
        Self.number(SecureRandom.bytes(8)[...])
    }

    public func makeSecret() -> ResumeSecret {
        guard let secret = ResumeSecret(SecureRandom.bytes(ResumeSecret.byteCount)) else {
            preconditionFailure("As many bytes as a secret has make one")
        }
        return secret
    }

    public func digest(of secret: ResumeSecret) -> TokenDigest {
        let digest = SHA256.digest(of: secret.revealed)
        return TokenDigest(high: Self.number(digest[..<8]), low: Self.number(digest[8..<16]))
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
