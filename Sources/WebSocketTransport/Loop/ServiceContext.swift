// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import LoopRuntime

/// Sole owner of one `lws_context` and of the tables it points into.
///
/// Every method, and the end, must happen on the thread of the loop that it is attached to, outside of its callbacks.
@safe
struct ServiceContext: ~Copyable {
    /// `lws_callback_function` imports as a Swift closure type, so the C shape is spelled out.
    typealias Callback =
        @convention(c) (
            OpaquePointer?, lws_callback_reasons, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int
        ) -> CInt

    /// No client can ask for the first and the last as its subprotocol: a token holds no space.
    private static let httpName: StaticString = "HTTP requests"
    private static let webSocketName: StaticString = "plenary.v1"
    private static let listenerName: StaticString = "listening sockets"
    private static let protocolsCount = 4
    /// How much of a message is handed over at once.
    ///
    /// With TLS more than a record: while OpenSSL holds a rest of one, libwebsockets 4.1.6 reads on and on from a
    /// client that must not be read, and never returns. Twice that, so that a buffer is never put where OpenSSL has
    /// had one of a record, all of whose pages are in memory: it costs a WebSocket its address space and one page.
    private static let receiveBufferBytes = (plain: 1_024, tls: 32_768)
    private static let headersBytesMax: UInt32 = 8_192

    private let raw: OpaquePointer
    /// For listeners without TLS, and for those with it.
    private let protocols: (plain: UnsafeMutablePointer<lws_protocols>, tls: UnsafeMutablePointer<lws_protocols>)
    private let loops: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let retryPolicy: UnsafeMutablePointer<lws_retry_bo_t>

    /// Attaches a context without listeners to `loop`.
    ///
    /// - Parameter owner: What ``owner(of:)`` gives; it must outlive the context.
    init(on loop: EventLoopThread, owner: TransportLoop) throws(TransportError) {
        // Has the system hand out such buffers page by page as they are used. For the whole process: nothing else that
        // large is allocated often.
        mallopt(M_MMAP_THRESHOLD, CInt(Self.receiveBufferBytes.tls))
        let protocols = unsafe (
            plain: Self.makeProtocols(receiveBufferBytes: Self.receiveBufferBytes.plain),
            tls: Self.makeProtocols(receiveBufferBytes: Self.receiveBufferBytes.tls)
        )
        let loops = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
        unsafe loops.initialize(to: loop.unsafeLibevLoop)
        // All zero: libwebsockets sends no pings of its own; sessions have their heartbeat.
        let retryPolicy = UnsafeMutablePointer<lws_retry_bo_t>.allocate(capacity: 1)
        unsafe retryPolicy.initialize(to: lws_retry_bo_t())

        var info = unsafe lws_context_creation_info()
        unsafe info.options = Self.options(
            LWS_SERVER_OPTION_LIBEV,
            LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
            LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT
        )
        unsafe info.foreign_loops = loops
        unsafe info.user = Unmanaged.passUnretained(owner).toOpaque()
        unsafe info.retry_and_idle_policy = UnsafePointer(retryPolicy)
        unsafe info.max_http_header_data2 = Self.headersBytesMax
        unsafe info.pt_serv_buf_size = UInt32(Self.receiveBufferBytes.tls) + 1_024
        unsafe info.timeout_secs = owner.configuration.handshakeTimeout.wholeSeconds
        guard let raw = unsafe lws_create_context(&info) else {
            unsafe protocols.plain.deallocate()
            unsafe protocols.tls.deallocate()
            unsafe loops.deallocate()
            unsafe retryPolicy.deallocate()
            throw .contextCreationFailed
        }
        unsafe self.raw = raw
        unsafe self.protocols = protocols
        unsafe self.loops = loops
        unsafe self.retryPolicy = retryPolicy
    }

    deinit {
        // The context reads its tables and calls back while it dies, so it goes first.
        unsafe lws_context_destroy(self.raw)
        unsafe self.protocols.plain.deallocate()
        unsafe self.protocols.tls.deallocate()
        unsafe self.loops.deallocate()
        unsafe self.retryPolicy.deallocate()
    }

    /// The owner of the context behind `wsi`.
    static func owner(of wsi: OpaquePointer?) -> TransportLoop? {
        guard let context = unsafe lws_get_context(wsi), let user = unsafe lws_context_user(context) else { return nil }
        return unsafe Unmanaged<TransportLoop>.fromOpaque(user).takeUnretainedValue()
    }

    /// Adds what the sockets of one listener have in common.
    ///
    /// While this runs, `onHTTP` is called with the listener's TLS context, to complete it.
    ///
    /// - Returns: A `struct lws_vhost *`, valid while the context lives.
    borrowing func addHost(isTLS: Bool, _ configuration: TransportConfiguration) throws(TransportError) -> OpaquePointer
    {
        let name: StaticString = "listener"
        let alpn: StaticString = "http/1.1"
        var info = unsafe lws_context_creation_info()
        // No request may be found to belong to the host of another kind: libwebsockets looks for them by this number.
        unsafe info.port = isTLS ? CONTEXT_PORT_NO_LISTEN_SERVER : CONTEXT_PORT_NO_LISTEN
        unsafe info.protocols = UnsafePointer(isTLS ? self.protocols.tls : self.protocols.plain)
        unsafe info.vhost_name = name.chars
        unsafe info.alpn = alpn.chars
        unsafe info.retry_and_idle_policy = UnsafePointer(self.retryPolicy)
        unsafe info.timeout_secs_ah_idle = configuration.handshakeTimeout.wholeSeconds
        unsafe info.keepalive_timeout = CInt(configuration.keepAliveTimeout.wholeSeconds)
        if isTLS {
            // Without the last, each would hold all root certificates of the system, which only clients need.
            unsafe info.options = Self.options(
                LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT,
                LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX,
                LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS
            )
        }
        guard let host = unsafe lws_create_vhost(self.raw, &info) else { throw .contextCreationFailed }
        return unsafe host
    }

    /// Has `record` served by this context: a listening socket, or a connection that was accepted.
    ///
    /// - Parameter descriptor: Taken over; closed at once when this fails.
    /// - Returns: The `struct lws *`, valid until its record is told of its end; nil when that has happened already.
    borrowing func adopt(_ descriptor: CInt, in host: OpaquePointer, as record: SocketRecord) -> OpaquePointer? {
        let opaque = unsafe Unmanaged.passRetained(record)
        var info = unsafe lws_adopt_desc_t()
        unsafe info.vh = host
        unsafe info.opaque = opaque.toOpaque()
        if record.isListener {
            unsafe info.type = LWS_ADOPT_RAW_FILE_DESC
            unsafe info.fd.filefd = descriptor
            unsafe info.vh_prot_name = Self.listenerName.chars
        } else {
            let type = LWS_ADOPT_HTTP.rawValue | LWS_ADOPT_SOCKET.rawValue | LWS_ADOPT_ALLOW_SSL.rawValue
            unsafe info.type = lws_adoption_type(type)
            unsafe info.fd.sockfd = descriptor
        }
        let wsi = unsafe lws_adopt_descriptor_vhost_via_info(&info)
        // When it fails early, no callback tells of the end.
        if unsafe wsi == nil, !record.isGone { unsafe opaque.release() }
        return unsafe wsi
    }

    /// Has the libev plugin look at its own timers, which it otherwise forgets.
    borrowing func tick() {
        unsafe lws_cancel_service(self.raw)
    }

    /// What connections of a listener can be; the last entry, zero, ends the table.
    private static func makeProtocols(receiveBufferBytes: Int) -> UnsafeMutablePointer<lws_protocols> {
        let protocols = UnsafeMutablePointer<lws_protocols>.allocate(capacity: Self.protocolsCount)
        unsafe protocols.initialize(repeating: lws_protocols(), count: Self.protocolsCount)
        unsafe Self.describe(&protocols[0], Self.httpName) { unsafe ServiceContext.onHTTP($0, $1, $2, $3, $4) }
        unsafe Self.describe(&protocols[1], Self.webSocketName) {
            unsafe ServiceContext.onWebSocket($0, $1, $2, $3, $4)
        }
        unsafe Self.describe(&protocols[2], Self.listenerName) { unsafe ServiceContext.onListener($0, $1, $2, $3, $4) }
        unsafe protocols[1].rx_buffer_size = receiveBufferBytes
        return unsafe protocols
    }

    private static func describe(_ entry: inout lws_protocols, _ name: StaticString, _ callback: Callback) {
        unsafe entry.name = name.chars
        unsafe entry.callback = callback
        unsafe entry.tx_packet_size = 65_536  // Zero would cut what is written at the size of the receive buffer.
    }

    private static func options(_ options: Int64...) -> UInt64 {
        options.reduce(0) { $0 | UInt64($1) }
    }
}

extension StaticString {
    /// The text for C, valid for ever.
    @unsafe
    fileprivate var chars: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(self.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}

extension Duration {
    /// Rounded up; at least one.
    fileprivate var wholeSeconds: UInt32 {
        let (seconds, attoseconds) = self.components
        return UInt32(clamping: max(1, attoseconds > 0 ? seconds + 1 : seconds))
    }
}
