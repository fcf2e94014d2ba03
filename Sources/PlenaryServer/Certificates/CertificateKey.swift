// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// A key pair on P-256 that certificates are made for and signed with.
///
/// Sole owner of one `EVP_PKEY`; used on one thread.
@safe
final class CertificateKey {
    let raw: OpaquePointer

    /// A fresh key pair.
    init() throws(ServerFailure) {
        let what = "a key for a certificate cannot be made"
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else {
            throw .openSSL(.internalFailure, what)
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            unsafe EVP_PKEY_generate(context, &key) == 1,
            let key = unsafe key
        else { throw .openSSL(.internalFailure, what) }
        unsafe self.raw = key
    }

    /// The key pair of an unencrypted PEM text.
    ///
    /// - Parameter path: Where the text is from, for the message of a failure.
    init(pem: [UInt8], from path: String) throws(ServerFailure) {
        let text = try MemoryBIO(pem)
        // Asked for a passphrase, this gives none: without it OpenSSL would ask at the terminal.
        guard let key = unsafe PEM_read_bio_PrivateKey(text.raw, nil, { _, _, _, _ in -1 }, nil) else {
            throw .openSSL(.certificateInvalid, "\(path) holds no unencrypted private key in PEM")
        }
        unsafe self.raw = key
    }

    deinit {
        unsafe EVP_PKEY_free(self.raw)
    }

    /// The key pair as PEM (PKCS #8, unencrypted), for a file that nobody else may read.
    func pem() throws(ServerFailure) -> [UInt8] {
        let text = try MemoryBIO()
        guard unsafe PEM_write_bio_PKCS8PrivateKey(text.raw, self.raw, nil, nil, 0, nil, nil) == 1 else {
            throw .openSSL(.internalFailure, "a private key cannot be written as PEM")
        }
        return text.contents()
    }
}
