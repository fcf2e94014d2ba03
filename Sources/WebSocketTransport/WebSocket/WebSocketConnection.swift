// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import CLibwebsockets
internal import ConferenceCore
internal import LoopRuntime
internal import Wire

/// One WebSocket.
///
/// A frame is written at once while nothing is under way; otherwise it waits here, within a bound, for the socket to
/// become writable. While the client leaves output unread, its input is not read either: libwebsockets 4.1.6 would
/// spin.
@safe
final class WebSocketConnection: ClientConnection, @unchecked Sendable {
    // @unchecked: confined to its loop, which every call from outside checks.

    private enum Phase {
        /// Exits: `closing` by ``close(_:)`` or by a message that is too long; `left` when the peer closes; `ended`.
        case open
        /// A close frame follows when everything accepted has been written. Exits: `left` once that is on its way.
        case closing(code: UInt16, reason: String)
        /// The closing handshake is libwebsockets' business. Exits: `ended`.
        case left
        /// The socket is gone. No exits.
        case ended
    }

    private unowned let record: SocketRecord
    private let owner: TransportLoop
    let remoteAddress: String
    /// The `struct lws *`; not to be touched once `phase` is `ended`.
    private let wsi: OpaquePointer
    private var phase = Phase.open
    /// Nil only while the handler is told of the beginning.
    private var id: ConnectionID?
    /// The handler need not be told of the end: it was, or it has closed the connection itself.
    private var isEndKnown = false

    /// The beginning of a message whose end has not arrived.
    private var received: [UInt8] = []
    private var isReceivingBinary = false

    private var waiting = FrameQueue()
    /// Whether the handler was told so, and not yet that it is over.
    private var isCongested = false
    private var isReadingWanted = true
    private var isOutputUnread = false
    private var isReading = true
    private var closeTimer: TimerID?

    init(_ wsi: OpaquePointer, _ record: SocketRecord) {
        unsafe self.wsi = wsi
        self.record = record
        self.owner = record.owner
        self.remoteAddress = record.remoteAddress
    }

    /// Tells the handler.
    func begin() {
        self.owner.counters.webSockets += 1
        let id = self.owner.handler.opened(self)
        self.id = id
    }

    // MARK: What the handler asks

    func send(_ frame: Frame) -> SendOutcome {
        self.owner.loop.checkIsolated()
        guard case .open = self.phase else { return .gone }
        if self.waiting.isEmpty, unsafe lws_partial_buffered(self.wsi) == 0 {
            guard self.write(frame) else {
                self.cut()
                return .gone
            }
            return self.isCongested ? .congested : .accepted
        }
        // A frame that is longer than the bound is taken alone: otherwise it could never be sent.
        let bytes = self.waiting.bytes + frame.payloadCount
        guard bytes <= WireLimits.outboundBytes || self.waiting.isEmpty else {
            self.owner.counters.overflows += 1
            return .overflow
        }
        self.owner.counters.framesQueued += 1
        self.waiting.append(frame)
        unsafe lws_callback_on_writable(self.wsi)
        if bytes > WireLimits.congestedBytes { self.isCongested = true }
        return self.isCongested ? .congested : .accepted
    }

    func close(_ code: CloseCode) {
        self.owner.loop.checkIsolated()
        self.isEndKnown = true
        guard case .open = self.phase else { return }
        self.startClosing(code.rawValue, String(describing: code))
    }

    func setReading(_ isReading: Bool) {
        self.owner.loop.checkIsolated()
        guard case .open = self.phase else { return }
        self.isReadingWanted = isReading
        self.adjustReading()
    }

    // MARK: What libwebsockets tells

    /// A part of a message has arrived, perhaps all of it.
    func received(_ part: UnsafeRawBufferPointer) -> CInt {
        guard case .open = self.phase, let id = self.id else { return 0 }
        if unsafe lws_is_first_fragment(self.wsi) != 0 {
            self.isReceivingBinary = unsafe lws_frame_is_binary(self.wsi) != 0
            if self.isReceivingBinary { self.owner.handler.receivedBinary(on: id) }
        }
        guard !self.isReceivingBinary else { return 0 }
        let announced = unsafe Int(clamping: lws_remaining_packet_payload(self.wsi))
        guard self.received.count + part.count + announced <= WireLimits.frameBytes else {
            return self.refuseTooLong()
        }
        guard unsafe lws_is_final_fragment(self.wsi) != 0 else {
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
        self.owner.counters.messagesIn += 1
        self.owner.counters.bytesIn += message.count
        self.owner.handler.received(message, on: id)
        return 0
    }

    /// The socket takes more.
    func writable() -> CInt {
        switch self.phase {
        case .open, .closing: break
        case .left, .ended: return 0
        }
        while unsafe lws_partial_buffered(self.wsi) == 0, let frame = self.waiting.popFirst() {
            guard self.write(frame) else { return -1 }
        }
        guard unsafe lws_partial_buffered(self.wsi) == 0 else {
            // Called again when libwebsockets has written its own rest.
            return 0
        }
        self.isOutputUnread = false
        if case .closing(let code, let reason) = self.phase { return self.sayGoodbye(code, reason) }
        self.adjustReading()
        self.tellDrained()
        return 0
    }

    /// The client has sent a close frame, which libwebsockets answers.
    func peerCloses() {
        guard case .open = self.phase else { return }
        self.phase = .left
        self.tellEnd()
    }

    /// The socket is gone; a second time does nothing.
    func ended() {
        if case .ended = self.phase { return }
        self.phase = .ended
        self.waiting = FrameQueue()
        self.received = []
        self.owner.counters.webSockets -= 1
        if let timer = self.closeTimer.take() { self.owner.loop.cancel(timer) }
        self.tellEnd()
    }

    // MARK: Inside

    private func tellDrained() {
        guard self.isCongested, let id = self.id else { return }
        self.isCongested = false
        self.owner.handler.drained(id)
    }

    private func tellEnd() {
        guard !self.isEndKnown, let id = self.id else { return }
        self.isEndKnown = true
        self.owner.handler.closed(id)
    }

    private func refuseTooLong() -> CInt {
        self.received = []
        self.tellEnd()
        self.startClosing(1009, "messageTooLong")  // RFC 6455 section 7.4.1.
        return 0
    }

    /// Writes what waits, then a close frame; the end comes in time whatever the client does.
    private func startClosing(_ code: UInt16, _ reason: String) {
        self.phase = .closing(code: code, reason: reason)
        self.closeTimer = self.owner.loop.schedule(after: self.owner.configuration.closeTimeout) {
            self.closeTimer = nil
            self.cut()
        }
        unsafe lws_callback_on_writable(self.wsi)
    }

    private func sayGoodbye(_ code: UInt16, _ reason: String) -> CInt {
        self.phase = .left
        // The client's own close frame has to be read.
        self.isReadingWanted = true
        self.adjustReading()
        var text = Array(reason.utf8)
        unsafe text.withUnsafeMutableBufferPointer { buffer in
            unsafe lws_close_reason(
                self.wsi,
                lws_close_status(UInt32(code)),
                buffer.baseAddress,
                buffer.count
            )
        }
        return -1  // From this callback that means: send the close frame and wait for the client's.
    }

    /// Ends the connection soon; the end is told from there.
    private func cut() {
        if case .ended = self.phase { return }
        self.phase = .left
        self.record.cut()
    }

    /// Hands a frame to libwebsockets, which writes it or keeps a copy of what the socket does not take.
    private func write(_ frame: Frame) -> Bool {
        let count = frame.payloadCount
        let written = unsafe frame.storage.withUnsafeBufferPointer { storage in
            // The header goes into the headroom: the one part of the storage that is written to, and not shared beyond
            // this loop.
            let payload = unsafe storage.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + Frame.headroom) }
            return unsafe lws_write(self.wsi, payload, count, LWS_WRITE_TEXT)
        }
        guard written >= 0 else { return false }
        self.owner.counters.messagesOut += 1
        self.owner.counters.bytesOut += count
        if unsafe lws_partial_buffered(self.wsi) != 0 {
            self.isOutputUnread = true
            self.adjustReading()
        }
        return true
    }

    private func adjustReading() {
        let isReading = self.isReadingWanted && !self.isOutputUnread
        guard isReading != self.isReading else { return }
        self.isReading = isReading
        unsafe lws_rx_flow_control(self.wsi, isReading ? 1 : 0)
    }
}
