// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
internal import Glibc

/// What TLS connections of one context have in common: the authorities that are believed.
///
/// libwebsockets checks the chain and the name of each server against it.
@safe
final class ClientTLS: @unchecked Sendable {
    // @unchecked: OpenSSL counts references atomically, and nobody changes the context after init.

    /// A `SSL_CTX *`.
    private let raw: OpaquePointer

    /// - Throws: ``WebSocketClientError/trustUnreadable(file:reason:)`` or
    ///   ``WebSocketClientError/contextCreationFailed``.
    init(_ trust: WebSocketTrust) throws(WebSocketClientError) {
        guard let raw = unsafe SSL_CTX_new(TLS_client_method()) else { throw .contextCreationFailed }
        _ = unsafe shim_ssl_ctx_require_tls12(raw)
        unsafe shim_ssl_ctx_keep_no_sessions(raw)
        unsafe SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
        // Else each idle connection would keep 34 KB of buffers.
        _ = unsafe SSL_CTX_ctrl(raw, SSL_CTRL_MODE, Int(SSL_MODE_RELEASE_BUFFERS), nil)
        if let error = unsafe Self.believe(trust, in: raw) {
            unsafe SSL_CTX_free(raw)
            throw error
        }
        unsafe self.raw = raw
    }

    deinit {
        unsafe SSL_CTX_free(self.raw)
    }

    /// The `SSL_CTX *`; valid while this object lives.
    @unsafe
    var pointer: OpaquePointer { unsafe self.raw }

    private static func believe(_ trust: WebSocketTrust, in raw: OpaquePointer) -> WebSocketClientError? {
        ERR_clear_error()
        switch trust {
        case .system:
            guard unsafe SSL_CTX_set_default_verify_paths(raw) == 1 else { return .contextCreationFailed }
        case .authorities(let file):
            guard unsafe access(file, R_OK) == 0 else {
                return .trustUnreadable(file: file, reason: unsafe String(cString: strerror(errno)))
            }
            guard unsafe SSL_CTX_load_verify_locations(raw, file, nil) == 1 else {
                ERR_clear_error()
                return .trustUnreadable(file: file, reason: "no certificate in PEM form")
            }
        }
        return nil
    }
}
