// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// The certificate that one listener shows on one loop; read by each handshake, replaced by a reload.
///
/// Confined to its loop. OpenSSL holds its address while the listener's context lives.
@safe
final class CertificateSlot {
    var pair: CertificatePair

    init(_ pair: CertificatePair) {
        self.pair = pair
    }

    /// Sets up what libwebsockets leaves open in the context that it made for a listener.
    ///
    /// - Parameter context: Of this loop; it must not outlive this object.
    /// - Returns: False when OpenSSL refuses.
    func setUp(_ context: OpaquePointer) -> Bool {
        // libwebsockets would switch every client that names a host to the certificate of the first listener.
        unsafe shim_ssl_ctx_ignore_server_name(context)
        unsafe shim_ssl_ctx_refuse_renegotiation(context)
        unsafe shim_ssl_ctx_keep_no_sessions(context)
        // Thousands of connections that are silent most of the time: 16 KB less for each.
        unsafe shim_ssl_ctx_release_buffers(context)
        // Resumption takes OpenSSL 3.0 as long as a whole handshake: a ticket would be made, sent and kept for nothing.
        _ = unsafe SSL_CTX_set_num_tickets(context, 0)
        unsafe SSL_CTX_set_info_callback(context, onHandshakeProgress)
        unsafe SSL_CTX_set_cert_cb(context, onCertificateWanted, Unmanaged.passUnretained(self).toOpaque())
        return unsafe shim_ssl_ctx_require_tls12(context) == 1
    }
}

/// Where an `SSL` keeps the record of its socket.
private let recordIndex = shim_ssl_new_index()

/// Lets handshakes of `ssl` find `record`, which must live as long.
func attach(_ record: SocketRecord, to ssl: OpaquePointer) {
    unsafe SSL_set_ex_data(ssl, recordIndex, Unmanaged.passUnretained(record).toOpaque())
    // A quick client is through before libwebsockets hands the connection out.
    if unsafe SSL_is_init_finished(ssl) == 1 { record.isSecured = true }
}

private func onCertificateWanted(_ ssl: OpaquePointer?, _ argument: UnsafeMutableRawPointer?) -> CInt {
    guard let ssl = unsafe ssl, let argument = unsafe argument else { return 0 }
    let slot = unsafe Unmanaged<CertificateSlot>.fromOpaque(argument).takeUnretainedValue()
    return unsafe slot.pair.use(in: ssl) ? 1 : 0
}

private func onHandshakeProgress(_ ssl: OpaquePointer?, _ progress: CInt, _ result: CInt) {
    guard progress & SSL_CB_HANDSHAKE_DONE != 0, let record = unsafe SSL_get_ex_data(ssl, recordIndex) else { return }
    unsafe Unmanaged<SocketRecord>.fromOpaque(record).takeUnretainedValue().isSecured = true
}
