// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
internal import Foundation

extension Certificate {
    /// What a new certificate says.
    struct Statement {
        let commonName: String
        let notBefore: Date
        let days: Int
        /// Names of extensions and their values as OpenSSL's configuration writes them.
        let extensions: [(nid: Int32, value: String)]
    }

    /// What an authority signs with.
    struct Issuer {
        let certificate: Certificate
        let key: CertificateKey
    }

    /// The longest common name (RFC 5280, ub-common-name).
    static let commonNameMax = 64

    /// A certificate for `key`, signed by `issuer` or, without one, by `key` itself.
    static func issue(
        _ statement: Statement,
        for key: CertificateKey,
        by issuer: Issuer? = nil
    ) throws(ServerFailure) -> Certificate {
        guard let raw = unsafe X509_new() else { throw self.failure() }
        let certificate = unsafe Certificate(owning: raw)
        try certificate.setBasics(statement, key)
        let authority = issuer?.certificate ?? certificate
        guard let subject = unsafe X509_get_subject_name(certificate.raw),
            unsafe X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, statement.commonName, -1, -1, 0) == 1,
            unsafe X509_set_issuer_name(certificate.raw, X509_get_subject_name(authority.raw)) == 1
        else { throw self.failure() }
        // After the names: the key identifiers of the extensions come from the two certificates as they are now.
        for (nid, value) in statement.extensions { try certificate.add(nid, value, authority) }
        let signer = issuer?.key ?? key
        guard unsafe X509_sign(certificate.raw, signer.raw, EVP_sha256()) > 0 else { throw self.failure() }
        return certificate
    }

    private func setBasics(_ statement: Statement, _ key: CertificateKey) throws(ServerFailure) {
        var start = time_t(statement.notBefore.timeIntervalSince1970)
        var serial: UInt64 = 0
        // 63 random bits and one that is set: a serial number is positive and unlike any other (RFC 5280 4.1.2.2).
        let isRandom = unsafe withUnsafeMutableBytes(of: &serial) {
            unsafe RAND_bytes($0.baseAddress, Int32($0.count)) == 1
        }
        guard isRandom,
            unsafe X509_set_version(self.raw, 2) == 1,
            unsafe ASN1_INTEGER_set_uint64(X509_get_serialNumber(self.raw), serial | 1 << 62) == 1,
            unsafe X509_time_adj_ex(X509_getm_notBefore(self.raw), 0, 0, &start) != nil,
            unsafe X509_time_adj_ex(X509_getm_notAfter(self.raw), Int32(statement.days), 0, &start) != nil,
            unsafe X509_set_pubkey(self.raw, key.raw) == 1
        else { throw Self.failure() }
    }

    private func add(_ nid: Int32, _ value: String, _ authority: Certificate) throws(ServerFailure) {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, authority.raw, self.raw, nil, nil, 0)
        guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, nid, value) else { throw Self.failure() }
        defer { unsafe X509_EXTENSION_free(made) }
        guard unsafe X509_add_ext(self.raw, made, -1) == 1 else { throw Self.failure() }
    }

    private static func failure() -> ServerFailure { .openSSL(.internalFailure, "a certificate cannot be made") }
}
