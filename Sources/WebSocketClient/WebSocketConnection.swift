// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import LoopRuntime

/// One WebSocket to a server; everything is called on its loop.
@safe
public final class WebSocketConnection: @unchecked Sendable {
    // @unchecked: confined to its loop, which every call from outside checks.

    private let context: WebSocketContext
    /// Nil once it need not be told anything more.
    private var owner: (any WebSocketOwner)?
    /// The `struct lws *`, from its making to its end.
    private var wsi: OpaquePointer?
    /// Other connections of the context are opened before it.
    public private(set) var waitsForTurn = true
    private var isOpening = false
    private var isOpen = false
    /// libwebsockets has given back its reference.
    private(set) var isReleased = false
    /// The beginning of a message whose end has not arrived.
    private var received: [UInt8] = []
    /// What the socket does not take yet, oldest first; the owner bounds how much that can be.
    private var waiting: [[UInt8]] = []
    private var waitingHead = 0

    init(in context: WebSocketContext, for owner: any WebSocketOwner) {
        self.context = context
        self.owner = owner
    }

    // MARK: What the owner asks

    /// Sends a text message; nothing happens unless the connection is open.
    public func send(_ message: [UInt8]) {
        self.context.loop.checkIsolated()
        guard self.isOpen, let wsi = unsafe self.wsi else { return }
        guard self.waiting.isEmpty, unsafe lws_partial_buffered(wsi) == 0 else {
            self.waiting.append(message)
            unsafe lws_callback_on_writable(wsi)
            return
        }
        if unsafe !self.write(message, wsi) { self.fail(.vanished) }
    }

    /// Stops to read from the socket, or goes on.
    public func setReading(_ isReading: Bool) {
        self.context.loop.checkIsolated()
        guard self.isOpen, let wsi = unsafe self.wsi else { return }
        unsafe lws_rx_flow_control(wsi, isReading ? 1 : 0)
    }

    /// Ends the connection without a word; the owner hears nothing more.
    public func drop() {
        self.context.loop.checkIsolated()
        self.owner = nil
        self.isOpen = false
        self.waiting = []
        self.received = []
        // Not here: this may be inside one of the connection's own callbacks.
        self.context.loop.post { self.kill() }
    }

    private func kill() {
        guard let wsi = unsafe self.wsi else { return }
        unsafe lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC)
    }

    // MARK: What libwebsockets tells

    /// Its turn has come; false when nobody waits for it any more.
    func beginOpening() -> Bool {
        self.waitsForTurn = false
        self.isOpening = self.owner != nil
        return self.isOpening
    }

    private func endOpening() {
        guard self.isOpening else { return }
        self.isOpening = false
        self.context.openingEnded()
    }

    func began(_ wsi: OpaquePointer) {
        unsafe self.wsi = wsi
    }

    func failLater(_ text: String) {
        self.endOpening()
        self.context.loop.post { self.fail(.unreachable(text)) }
    }

    func established(_ wsi: OpaquePointer) {
        unsafe self.wsi = wsi
        self.endOpening()
        self.isOpen = true
        self.owner?.opened(self)
    }

    /// A part of a message has arrived, perhaps all of it.
    func received(_ part: UnsafeRawBufferPointer, isFinal: Bool) -> CInt {
        guard let owner = self.owner else { return -1 }
        guard self.received.count + part.count <= owner.messageBytesMax else {
            self.fail(.messageTooLong(limit: owner.messageBytesMax))
            return -1
        }
        guard isFinal else {
            unsafe self.received.append(contentsOf: part)
            return 0
        }
        var message: [UInt8]
        if self.received.isEmpty {
            message = unsafe Array(part)  // The common case: the whole message at once.
        } else {
            message = exchange(&self.received, with: [])
            unsafe message.append(contentsOf: part)
        }
        self.context.bytesReceived += message.count
        owner.received(message, on: self)
        return 0
    }

    /// The socket takes more.
    func writable(_ wsi: OpaquePointer) -> CInt {
        guard self.owner != nil else { return 0 }
        while unsafe lws_partial_buffered(wsi) == 0, self.waitingHead < self.waiting.count {
            let message = self.waiting[self.waitingHead]
            self.waitingHead += 1
            guard unsafe self.write(message, wsi) else { return -1 }
        }
        if self.waitingHead == self.waiting.count {
            self.waiting = []
            self.waitingHead = 0
        }
        return 0
    }

    /// The server has sent a close frame, which libwebsockets answers.
    func peerCloses(code: UInt16?) {
        self.fail(code.map { .closed(code: $0) } ?? .vanished)
    }

    /// The connection could not be opened.
    func failedToOpen(_ text: String, certificateFault: String?) {
        self.failAfterCallback(certificateFault.map { .certificateRefused($0) } ?? .unreachable(text))
    }

    /// The socket is gone; a second time does nothing.
    func ended() {
        unsafe self.wsi = nil
        self.endOpening()
        self.isReleased = true
        self.failAfterCallback(.vanished)
    }

    /// libwebsockets may tell of an end while the owner is still calling it.
    private func failAfterCallback(_ reason: WebSocketEnding) {
        guard let owner = self.owner.take() else { return }
        self.isOpen = false
        self.context.loop.post { [self] in owner.closed(self, reason) }
    }

    private func fail(_ reason: WebSocketEnding) {
        self.failAfterCallback(reason)
        self.context.loop.post { self.kill() }
    }

    private func write(_ message: [UInt8], _ wsi: OpaquePointer) -> Bool {
        // libwebsockets puts its header in front and masks the payload where it stands.
        let headroom = shim_lws_pre()
        let capacity = headroom + message.count
        let written = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
            _ = unsafe buffer[headroom...].initialize(fromContentsOf: message)
            return unsafe lws_write(wsi, buffer.baseAddress.map { unsafe $0 + headroom }, message.count, LWS_WRITE_TEXT)
        }
        guard written >= 0 else { return false }
        self.context.bytesSent += message.count
        return true
    }
}
