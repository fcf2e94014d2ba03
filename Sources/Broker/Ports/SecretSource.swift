// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// Port: random bytes and the digest of resume secrets (OpenSSL in production, a seed in simulation).
public protocol SecretSource: Sendable {
    /// 64 uniformly random bits, fit for ids and room numbers.
    func randomBits() -> UInt64

    /// A fresh 128-bit secret.
    func makeSecret() -> ResumeSecret

    /// What is kept of a secret: one-way, so that a copy of the database resumes nobody's session.
    func digest(of secret: ResumeSecret) -> TokenDigest
}
