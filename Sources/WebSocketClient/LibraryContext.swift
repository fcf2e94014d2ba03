// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import Glibc
internal import LoopRuntime

/// Sole owner of one `lws_context` for clients and of the tables it points into.
///
/// Every method, and the end, must happen on the thread of the loop that it is attached to, outside of its callbacks.
@safe
struct LibraryContext: ~Copyable {
    /// Of the callbacks, inside this process; what a connection asks its server for is the connection's business.
    private static let localName: StaticString = "client"
    private static let alpn: StaticString = "http/1.1"
    /// Not less than a TLS record, so that OpenSSL never holds a rest that no event would announce.
    private static let receiveBufferBytes = 16_384
    private static let handshakeSecondsMax: UInt32 = 10

    /// Whether this process has prepared libwebsockets' use of OpenSSL.
    ///
    /// Once: each time it would look for its connections in another place than before, also for those under way.
    private static let isPrepared = Guarded(false)

    private let raw: OpaquePointer
    /// A `struct lws_vhost *`.
    private let host: OpaquePointer
    private let protocols: UnsafeMutablePointer<lws_protocols>
    private let loops: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let retryPolicy: UnsafeMutablePointer<lws_retry_bo_t>

    /// - Parameter tls: A `SSL_CTX *` that outlives this.
    /// - Returns: Nil when there is no memory or no descriptor for it.
    init?(on loop: EventLoopThread, tls: OpaquePointer) {
        let protocols = UnsafeMutablePointer<lws_protocols>.allocate(capacity: 2)
        unsafe protocols.initialize(repeating: lws_protocols(), count: 2)  // The last, zero, ends it.
        unsafe protocols[0].name = Self.localName.chars
        unsafe protocols[0].callback = { unsafe LibraryContext.onEvent($0, $1, $2, $3, $4) }
        unsafe protocols[0].rx_buffer_size = Self.receiveBufferBytes
        unsafe protocols[0].tx_packet_size = 65_536  // Zero would cut what is written at the receive buffer's size.
        let loops = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        unsafe loops.initialize(to: loop.unsafeLibevLoop)
        // All zero: libwebsockets sends no pings of its own; who talks over them has a heartbeat.
        let retryPolicy = UnsafeMutablePointer<lws_retry_bo_t>.allocate(capacity: 1)
        unsafe retryPolicy.initialize(to: lws_retry_bo_t())

        var info = unsafe lws_context_creation_info()
        unsafe info.port = CONTEXT_PORT_NO_LISTEN
        unsafe info.options = UInt64(LWS_SERVER_OPTION_LIBEV) | UInt64(LWS_SERVER_OPTION_EXPLICIT_VHOSTS)
        unsafe info.foreign_loops = loops
        unsafe info.retry_and_idle_policy = UnsafePointer(retryPolicy)
        unsafe info.pt_serv_buf_size = UInt32(Self.receiveBufferBytes) + 1_024
        unsafe info.timeout_secs = Self.handshakeSecondsMax
        let raw = Self.isPrepared.withLock { isPrepared in
            if !isPrepared {
                lws_set_log_level(0, nil)
                unsafe info.options |= UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)
                isPrepared = true
            }
            return unsafe SendablePointer(lws_create_context(&info))
        }
        guard let raw = unsafe raw.pointer else {
            unsafe Self.release(protocols, loops, retryPolicy)
            return nil
        }
        guard let host = unsafe Self.makeHost(in: raw, protocols, retryPolicy, tls: tls) else {
            unsafe lws_context_destroy(raw)
            unsafe Self.release(protocols, loops, retryPolicy)
            return nil
        }
        unsafe self.raw = raw
        unsafe self.host = host
        unsafe self.protocols = protocols
        unsafe self.loops = loops
        unsafe self.retryPolicy = retryPolicy
    }

    deinit {
        // The context reads its tables and calls back while it dies, so it goes first.
        unsafe lws_context_destroy(self.raw)
        unsafe Self.release(self.protocols, self.loops, self.retryPolicy)
    }

    private static func release(
        _ protocols: UnsafeMutablePointer<lws_protocols>,
        _ loops: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
        _ retryPolicy: UnsafeMutablePointer<lws_retry_bo_t>
    ) {
        unsafe protocols.deallocate()
        unsafe loops.deallocate()
        unsafe retryPolicy.deallocate()
    }

    private static func makeHost(
        in context: OpaquePointer,
        _ protocols: UnsafeMutablePointer<lws_protocols>,
        _ retryPolicy: UnsafeMutablePointer<lws_retry_bo_t>,
        tls: OpaquePointer
    ) -> OpaquePointer? {
        var info = unsafe lws_context_creation_info()
        unsafe info.port = CONTEXT_PORT_NO_LISTEN
        unsafe info.options = UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)
        unsafe info.protocols = UnsafePointer(protocols)
        unsafe info.vhost_name = Self.localName.chars
        unsafe info.alpn = Self.alpn.chars
        unsafe info.retry_and_idle_policy = UnsafePointer(retryPolicy)
        unsafe info.timeout_secs_ah_idle = Self.handshakeSecondsMax
        unsafe info.provided_client_ssl_ctx = tls
        return unsafe lws_create_vhost(context, &info)
    }

    /// Begins to connect; failures are told to `connection` later.
    borrowing func connect(_ connection: WebSocketConnection, to address: WebSocketAddress, subprotocol: String) {
        let opaque = unsafe Unmanaged.passRetained(connection)
        let hostHeader = address.hostHeader
        let wsi = unsafe address.host.withCString { name in
            unsafe hostHeader.withCString { header in
                unsafe address.path.withCString { path in
                    unsafe subprotocol.withCString { subprotocol in
                        var info = unsafe lws_client_connect_info()
                        unsafe info.context = self.raw
                        unsafe info.vhost = self.host
                        unsafe info.address = name
                        unsafe info.port = CInt(address.port)
                        unsafe info.path = path
                        unsafe info.host = header
                        unsafe info.protocol = subprotocol
                        unsafe info.local_protocol_name = Self.localName.chars
                        unsafe info.alpn = Self.alpn.chars
                        unsafe info.ietf_version_or_minus_one = -1
                        unsafe info.opaque_user_data = opaque.toOpaque()
                        unsafe info.retry_and_idle_policy = UnsafePointer(self.retryPolicy)
                        if address.isTLS { unsafe info.ssl_connection = CInt(LCCSCF_USE_SSL.rawValue) }
                        return unsafe lws_client_connect_via_info(&info)
                    }
                }
            }
        }
        if let wsi = unsafe wsi {
            unsafe connection.began(wsi)
        } else {
            connection.failLater("no connection")
            // When it fails early, no callback tells of the end.
            if !connection.isReleased { unsafe opaque.release() }
        }
    }

    /// Has the libev plugin look at its own timers, which it otherwise forgets.
    borrowing func tick() {
        unsafe lws_cancel_service(self.raw)
    }
}

/// Carries a pointer out of a locked section.
@safe
private struct SendablePointer: @unchecked Sendable {
    // @unchecked: it only leaves a closure that runs on the same thread.
    let pointer: OpaquePointer?

    init(_ pointer: OpaquePointer?) {
        unsafe self.pointer = pointer
    }
}

extension StaticString {
    /// The text for C, valid for ever.
    @unsafe
    fileprivate var chars: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(self.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
