// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import COpenSSL

// What libwebsockets calls, on the context's loop: it finds the connection that hangs in the `struct lws` and passes
// on. What returns non-zero ends the connection.

private func connection(of wsi: OpaquePointer) -> WebSocketConnection? {
    guard let opaque = unsafe lws_get_opaque_user_data(wsi) else { return nil }
    return unsafe Unmanaged<WebSocketConnection>.fromOpaque(opaque).takeUnretainedValue()
}

/// Why the server's certificate was not accepted; nil when it was, or was never seen.
private func certificateFault(of wsi: OpaquePointer) -> String? {
    guard let ssl = unsafe lws_get_ssl(wsi) else { return nil }
    let result = unsafe SSL_get_verify_result(ssl)
    guard result != Int(X509_V_OK), let text = unsafe X509_verify_cert_error_string(result) else { return nil }
    return unsafe String(cString: text)
}

extension LibraryContext {
    static func onEvent(
        _ wsi: OpaquePointer?,
        _ reason: lws_callback_reasons,
        _ user: UnsafeMutableRawPointer?,
        _ input: UnsafeMutableRawPointer?,
        _ count: Int
    ) -> CInt {
        guard let wsi = unsafe wsi else { return 0 }
        let bytes = unsafe UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : count)
        switch reason {
        case LWS_CALLBACK_CLIENT_RECEIVE:
            guard let connection = unsafe connection(of: wsi) else { return -1 }
            return unsafe connection.received(bytes, isFinal: lws_is_final_fragment(wsi) != 0)
        case LWS_CALLBACK_CLIENT_WRITEABLE:
            return unsafe connection(of: wsi)?.writable(wsi) ?? -1
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
            guard let connection = unsafe connection(of: wsi) else { return -1 }
            unsafe connection.established(wsi)
            return 0
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
            let text = unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            let fault = unsafe certificateFault(of: wsi)
            unsafe connection(of: wsi)?.failedToOpen(text.isEmpty ? "no connection" : text, certificateFault: fault)
            return 0
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
            // RFC 6455 section 5.5.1: the first two bytes, if any, are the code.
            let code = unsafe bytes.count >= 2 ? UInt16(bytes[0]) << 8 | UInt16(bytes[1]) : nil
            unsafe connection(of: wsi)?.peerCloses(code: code)
            return 0
        case LWS_CALLBACK_WSI_DESTROY:
            guard let opaque = unsafe lws_get_opaque_user_data(wsi) else { return 0 }
            unsafe lws_set_opaque_user_data(wsi, nil)
            unsafe Unmanaged<WebSocketConnection>.fromOpaque(opaque).takeRetainedValue().ended()
            return 0
        default:
            return 0
        }
    }
}
