// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
internal import Glibc

/// A certificate with its chain and its key, read and found to belong together.
///
/// Immutable: a replaced certificate is another pair, and handshakes under way keep the one they took.
@safe
final class CertificatePair: @unchecked Sendable {
    // @unchecked: OpenSSL counts references atomically and only reads what this holds, which nobody changes after init.

    /// OpenSSL reads and checks the files into a context; it is kept as the owner of what it has read.
    private let holder: OpaquePointer

    /// - Throws: ``TransportError/certificateRefused(file:reason:)``.
    init(_ files: CertificateFiles) throws(TransportError) {
        guard let holder = unsafe SSL_CTX_new(TLS_server_method()) else {
            throw .certificateRefused(file: files.certificateChain, reason: "out of memory")
        }
        // Otherwise OpenSSL asks for a passphrase on the terminal.
        unsafe SSL_CTX_set_default_passwd_cb(holder) { _, _, _, _ in -1 }
        if let error = unsafe Self.load(files, into: holder) {
            unsafe SSL_CTX_free(holder)
            throw error
        }
        unsafe self.holder = holder
    }

    deinit {
        unsafe SSL_CTX_free(self.holder)
    }

    /// Has the handshake of `ssl` use this pair, whatever it had before.
    func use(in ssl: OpaquePointer) -> Bool {
        unsafe SSL_certs_clear(ssl)
        let certificate = unsafe SSL_CTX_get0_certificate(self.holder)
        let key = unsafe SSL_CTX_get0_privatekey(self.holder)
        return unsafe SSL_use_cert_and_key(ssl, certificate, key, shim_ssl_ctx_chain(self.holder), 1) == 1
    }

    private static func load(_ files: CertificateFiles, into holder: OpaquePointer) -> TransportError? {
        for file in [files.certificateChain, files.privateKey] where unsafe access(file, R_OK) != 0 {
            return .certificateRefused(file: file, reason: systemErrorText(errno))
        }
        ERR_clear_error()
        guard unsafe SSL_CTX_use_certificate_chain_file(holder, files.certificateChain) == 1 else {
            return .certificateRefused(file: files.certificateChain, reason: Self.lastReason())
        }
        guard unsafe SSL_CTX_use_PrivateKey_file(holder, files.privateKey, SSL_FILETYPE_PEM) == 1,
            unsafe SSL_CTX_check_private_key(holder) == 1
        else { return .certificateRefused(file: files.privateKey, reason: Self.lastReason()) }
        return nil
    }

    /// The first of OpenSSL's queued errors of this thread, which is the cause of the others.
    private static func lastReason() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard let reason = unsafe ERR_reason_error_string(code) else { return "unreadable" }
        return unsafe String(cString: reason)
    }
}
