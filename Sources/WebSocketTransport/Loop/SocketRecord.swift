// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import CLibwebsockets
internal import Glibc
internal import LoopRuntime

/// What we know of one `struct lws`: hung into it from its making to its end, so that its callbacks find everything.
///
/// It also keeps the time, because timeouts of libwebsockets 4.1.6 on libev come only when the loop is idle: one busy
/// client would keep all silent ones connected.
@safe
final class SocketRecord: @unchecked Sendable {
    // @unchecked: confined to its loop, like all it refers to.

    let owner: TransportLoop
    /// Which of the configured listeners it belongs to.
    let listenerIndex: Int
    /// A listening socket itself, not a client's.
    let isListener: Bool
    let remoteAddress: String
    let isTLS: Bool
    /// The TLS handshake is complete.
    var isSecured = false
    var isGone = false
    /// The HTTP request that is being received or answered.
    var exchange: HTTPExchange?
    var webSocket: WebSocketConnection?
    /// Nil before the first HTTP request.
    private var requestRate: TokenBucket?

    /// The `struct lws *`, once it is made; nil again at its end.
    private var wsi: OpaquePointer?
    private var deadline: TimerID?

    init(owner: TransportLoop, listenerIndex: Int, isListener: Bool, isTLS: Bool, remoteAddress: String) {
        self.owner = owner
        self.listenerIndex = listenerIndex
        self.isListener = isListener
        self.isTLS = isTLS
        self.remoteAddress = remoteAddress
    }

    /// The socket is served.
    func began(_ wsi: OpaquePointer) {
        unsafe self.wsi = wsi
    }

    /// The socket is gone.
    func ended() {
        self.isGone = true
        unsafe self.wsi = nil
        self.clearDeadline()
        self.webSocket?.ended()
        self.webSocket = nil
        self.exchange?.ended()
        self.exchange = nil
    }

    /// Counts an HTTP request.
    ///
    /// - Returns: When it is one too many, after how many milliseconds there is place for the next.
    func takeRequest() -> Int64? {
        let (configuration, now) = (self.owner.configuration, self.owner.loop.now)
        var rate =
            self.requestRate
            ?? TokenBucket(perSecond: configuration.requestsPerSecond, burst: configuration.requestsBurst, at: now)
        defer { self.requestRate = rate }
        return rate.take(at: now)
    }

    /// Cuts the connection after `delay`, unless another deadline is set or this one cleared before.
    func setDeadline(after delay: Duration) {
        self.clearDeadline()
        self.deadline = self.owner.loop.schedule(after: delay) {
            self.deadline = nil
            self.exchange?.ended()
            self.cut()
        }
    }

    func clearDeadline() {
        if let deadline = self.deadline.take() { self.owner.loop.cancel(deadline) }
    }

    /// Ends the connection without further ado; what the client has not read is thrown away.
    ///
    /// Callable from any callback: libwebsockets finds the socket dead with its next event.
    func cut() {
        guard let wsi = unsafe self.wsi else { return }
        let descriptor = unsafe lws_get_socket_fd(wsi)
        // Without this the kernel would keep trying to deliver.
        var reset = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, CInt(SHUT_RDWR))
        // It has to look, in whichever direction.
        unsafe lws_rx_flow_control(wsi, 1)
        unsafe lws_callback_on_writable(wsi)
    }
}
