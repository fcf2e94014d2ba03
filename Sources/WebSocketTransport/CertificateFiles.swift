// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Where a certificate and its key lie, as PEM files.
public struct CertificateFiles: Equatable, Sendable {
    /// The certificate, followed by those that lead from it towards the root.
    public var certificateChain: String
    /// The private key, without a passphrase.
    public var privateKey: String

    public init(certificateChain: String, privateKey: String) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }
}
