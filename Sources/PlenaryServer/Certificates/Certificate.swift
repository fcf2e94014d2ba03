// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
internal import Foundation

/// An X.509 certificate (RFC 5280).
///
/// Sole owner of one `X509`; used on one thread.
@safe
final class Certificate {
    let raw: OpaquePointer

    /// Takes over `raw`.
    init(owning raw: OpaquePointer) {
        unsafe self.raw = raw
    }

    /// The first certificate of a PEM text.
    ///
    /// - Parameter path: Where the text is from, for the message of a failure.
    init(pem: [UInt8], from path: String) throws(ServerFailure) {
        let text = try MemoryBIO(pem)
        guard let raw = unsafe PEM_read_bio_X509(text.raw, nil, { _, _, _, _ in -1 }, nil) else {
            throw .openSSL(.certificateInvalid, "\(path) holds no certificate in PEM: move it away to have one made")
        }
        unsafe self.raw = raw
    }

    deinit {
        unsafe X509_free(self.raw)
    }

    func pem() throws(ServerFailure) -> [UInt8] {
        let text = try MemoryBIO()
        guard unsafe PEM_write_bio_X509(text.raw, self.raw) == 1 else {
            throw .openSSL(.internalFailure, "a certificate cannot be written as PEM")
        }
        return text.contents()
    }

    /// The certificate in DER (ITU-T X.690).
    func der() throws(ServerFailure) -> [UInt8] {
        let count = unsafe Int(i2d_X509(self.raw, nil))
        guard count > 0 else { throw .openSSL(.internalFailure, "a certificate cannot be written as DER") }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            // OpenSSL moves the pointer behind what it wrote.
            var next = buffer.baseAddress
            written = unsafe Int(i2d_X509(self.raw, &next))
        }
    }

    /// The common name of whom it is about; empty without one.
    var commonName: String { unsafe Self.commonName(X509_get_subject_name(self.raw)) }

    /// The common name of whoever issued it; empty without one.
    var issuerCommonName: String { unsafe Self.commonName(X509_get_issuer_name(self.raw)) }

    private static func commonName(_ subject: OpaquePointer?) -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard let subject = unsafe subject,
            unsafe X509_NAME_get_text_by_NID(subject, NID_commonName, &name, Int32(name.count)) > 0
        else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func isFor(_ key: CertificateKey) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_check_private_key(self.raw, key.raw) == 1
    }

    /// Whether `authority` signed it.
    func isSigned(by authority: Certificate) -> Bool {
        defer { ERR_clear_error() }
        guard let key = unsafe X509_get0_pubkey(authority.raw) else { return false }
        return unsafe X509_verify(self.raw, key) == 1
    }

    func isValid(at time: Date) -> Bool {
        var seconds = time_t(time.timeIntervalSince1970)
        return unsafe X509_cmp_time(X509_get0_notBefore(self.raw), &seconds) < 0
            && X509_cmp_time(X509_get0_notAfter(self.raw), &seconds) > 0
    }

    /// Whether it was valid and is not any more.
    func hasEnded(at time: Date) -> Bool {
        var seconds = time_t(time.timeIntervalSince1970)
        return unsafe X509_cmp_time(X509_get0_notAfter(self.raw), &seconds) < 0
    }

    /// Whether clients that look for any of `host`'s names and addresses accept it.
    func covers(_ host: HostNames) -> Bool {
        host.names.allSatisfy { unsafe X509_check_host(self.raw, $0, $0.utf8.count, 0, nil) == 1 }
            && host.addresses.allSatisfy { unsafe X509_check_ip_asc(self.raw, $0, 0) == 1 }
    }
}
