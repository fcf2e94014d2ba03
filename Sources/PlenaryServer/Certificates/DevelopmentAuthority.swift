// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation
internal import Identity

/// The authority of a development certificate, as whoever shall trust it gets it.
public struct DevelopmentAuthority: Sendable, Equatable {
    /// `Plenary development CA` and the name of the machine that made it.
    public let name: String
    /// The certificate in DER (ITU-T X.690).
    public let der: [UInt8]

    /// The SHA-256 of the certificate as devices show it, `3F:A0:…`: what people compare before they trust it.
    public var fingerprint: String {
        SHA256.digest(of: self.der).map { String(format: "%02X", $0) }.joined(separator: ":")
    }

    /// The authority that the certificate of a server is from.
    ///
    /// - Parameter server: The file with the server's certificate; the authority's is `ca.crt` beside it.
    /// - Returns: Nil when the certificate is not from a development authority of Plenary, or one of the two files is
    ///   not there, cannot be read or does not belong to the other.
    public init?(ofServerCertificate server: String) {
        let authority = URL(filePath: server).deletingLastPathComponent().appending(component: "ca.crt").path
        guard let certificate = Self.certificate(at: authority),
            certificate.commonName.hasPrefix(DevelopmentCertificates.authorityName),
            let signed = Self.certificate(at: server), signed.isSigned(by: certificate),
            let der = try? certificate.der()
        else { return nil }
        self.name = certificate.commonName
        self.der = der
    }

    private static func certificate(at path: String) -> Certificate? {
        guard let pem = FileManager.default.contents(atPath: path), pem.count <= DevelopmentCertificates.fileBytesMax
        else { return nil }
        return try? Certificate(pem: Array(pem), from: path)
    }
}
