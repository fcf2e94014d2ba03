// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets

// What libwebsockets calls, one function per protocol of a context: they find the record that hangs in the
// `struct lws` and pass on. All run on the context's loop. What returns non-zero ends the connection.

/// The record in `wsi`, unless it has none: libwebsockets has a few of its own.
private func record(of wsi: OpaquePointer?) -> SocketRecord? {
    guard let opaque = unsafe lws_get_opaque_user_data(wsi) else { return nil }
    return unsafe Unmanaged<SocketRecord>.fromOpaque(opaque).takeUnretainedValue()
}

extension ServiceContext {
    /// HTTP, and what concerns any socket.
    static func onHTTP(
        _ wsi: OpaquePointer?,
        _ reason: lws_callback_reasons,
        _ user: UnsafeMutableRawPointer?,
        _ input: UnsafeMutableRawPointer?,
        _ count: Int
    ) -> CInt {
        guard let wsi = unsafe wsi else { return 0 }
        switch reason {
        case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS:
            guard let owner = unsafe ServiceContext.owner(of: wsi), let tls = unsafe user else { return 1 }
            return unsafe owner.setUpTLS(OpaquePointer(tls)) ? 0 : 1
        case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
            guard let record = unsafe record(of: wsi) else { return -1 }
            return unsafe UpgradeCheck.answer(RequestHead(wsi), of: record)
        case LWS_CALLBACK_HTTP:
            guard let record = unsafe record(of: wsi) else { return -1 }
            return unsafe HTTPExchange.begin(RequestHead(wsi), of: record)
        case LWS_CALLBACK_HTTP_BODY:
            guard let exchange = unsafe record(of: wsi)?.exchange else { return 0 }
            return unsafe exchange.received(UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : count))
        case LWS_CALLBACK_HTTP_BODY_COMPLETION:
            return unsafe record(of: wsi)?.exchange?.bodyCompleted() ?? 0
        case LWS_CALLBACK_HTTP_WRITEABLE:
            return unsafe record(of: wsi)?.exchange?.writable() ?? 0
        case LWS_CALLBACK_WSI_DESTROY:
            guard let opaque = unsafe lws_get_opaque_user_data(wsi) else { return 0 }
            unsafe lws_set_opaque_user_data(wsi, nil)
            let record = unsafe Unmanaged<SocketRecord>.fromOpaque(opaque).takeRetainedValue()
            record.owner.ended(record)
            return 0
        case LWS_CALLBACK_RAW_ADOPT, LWS_CALLBACK_RAW_RX:
            return -1  // The method CONNECT asks for a tunnel.
        default:
            return 0
        }
    }

    /// WebSockets.
    static func onWebSocket(
        _ wsi: OpaquePointer?,
        _ reason: lws_callback_reasons,
        _ user: UnsafeMutableRawPointer?,
        _ input: UnsafeMutableRawPointer?,
        _ count: Int
    ) -> CInt {
        guard let wsi = unsafe wsi else { return 0 }
        switch reason {
        case LWS_CALLBACK_RECEIVE:
            guard let webSocket = unsafe record(of: wsi)?.webSocket else { return -1 }
            return unsafe webSocket.received(UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : count))
        case LWS_CALLBACK_SERVER_WRITEABLE:
            return unsafe record(of: wsi)?.webSocket?.writable() ?? -1
        case LWS_CALLBACK_ESTABLISHED:
            guard let record = unsafe record(of: wsi) else { return -1 }
            unsafe record.owner.established(wsi, record)
            return 0
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
            unsafe record(of: wsi)?.webSocket?.peerCloses()
            return 0
        case LWS_CALLBACK_CLOSED:
            unsafe record(of: wsi)?.webSocket?.ended()
            return 0
        default:
            return 0
        }
    }

    /// Listening sockets.
    static func onListener(
        _ wsi: OpaquePointer?,
        _ reason: lws_callback_reasons,
        _ user: UnsafeMutableRawPointer?,
        _ input: UnsafeMutableRawPointer?,
        _ count: Int
    ) -> CInt {
        if reason == LWS_CALLBACK_RAW_RX_FILE, let record = unsafe record(of: wsi) {
            unsafe record.owner.accept(from: lws_get_socket_fd(wsi), listenerIndex: record.listenerIndex)
        }
        return 0
    }
}
