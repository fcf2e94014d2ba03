// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import Glibc
internal import LoopRuntime

/// One HTTP request and its answer.
///
/// While the service thinks, the client is not read, because libwebsockets would spin on whatever it sends. The answer
/// goes out in small pieces while the socket takes them: what it does not take, libwebsockets copies.
@safe
final class HTTPExchange: @unchecked Sendable {
    // @unchecked: confined to its loop; the reply, which may come from anywhere, is posted there.

    private static let pieceBytes = 4_096
    /// Pieces per turn, so that a large answer does not keep others waiting.
    private static let piecesPerTurnMax = 16
    /// How much of a refused body is read and dropped, so that the client sees the answer instead of a reset.
    private static let drainedBytesMax = 1 << 20
    private static let drainTimeout: Duration = .seconds(2)
    private static let spinCheckInterval: Duration = .milliseconds(250)

    private enum Phase {
        /// Exits: `waiting` when the body is complete; `ended`.
        case receiving
        /// The service has the request. Exits: `replying`; `ended`, after which a reply is dropped.
        case waiting
        /// Exits: `ended`, when all is written or the client is gone.
        case replying(HTTPResponse)
        /// Refused; the rest of the body is dropped. Exits: `ended`.
        case draining
        /// The `struct lws` is somebody else's or gone. No exits.
        case ended
    }

    private unowned let record: SocketRecord
    private let wsi: OpaquePointer
    private let method: HTTPMethod
    private let keepsAlive: Bool
    private var phase = Phase.receiving
    private var body: [UInt8] = []
    /// The request as far as the head tells; nil once the service has it.
    private var head: (path: String, query: [HTTPRequest.QueryItem], headers: [String: String])?
    private var drainedBytes = 0
    private var isHeadWritten = false
    private var writtenBytes = 0
    private var spinCheck: TimerID?

    private var owner: TransportLoop { self.record.owner }

    private init(_ wsi: OpaquePointer, _ method: HTTPMethod, keepsAlive: Bool, of record: SocketRecord) {
        unsafe self.wsi = wsi
        self.method = method
        self.keepsAlive = keepsAlive
        self.record = record
    }

    // MARK: The request

    /// The head of a request has arrived.
    static func begin(_ head: RequestHead, of record: SocketRecord) -> CInt {
        guard let (method, path) = head.target else { return -1 }
        record.exchange?.ended()
        let exchange = unsafe HTTPExchange(head.wsi, method, keepsAlive: head.keepsAlive, of: record)
        record.exchange = exchange
        return exchange.start(head, path)
    }

    private func start(_ head: RequestHead, _ path: String) -> CInt {
        guard head.value(WSI_TOKEN_HTTP_TRANSFER_ENCODING) == nil else { return self.refuse(411, bodyFollows: true) }
        let announced = head.value(WSI_TOKEN_HTTP_CONTENT_LENGTH)
        let expectsBody = self.method == .post || self.method == .put || self.method == .patch
        guard announced != nil || !expectsBody else { return self.refuse(411, bodyFollows: true) }
        guard let count = Self.bodyCount(announced ?? "0") else { return self.refuse(400, bodyFollows: true) }
        guard count <= self.owner.configuration.bodyBytesMax else { return self.refuse(413, bodyFollows: true) }
        guard let host = head.value(WSI_TOKEN_HOST), !host.contains(",") else {
            return self.refuse(400, bodyFollows: count > 0)  // RFC 9112 section 3.2: exactly one.
        }
        self.head = (path, head.query, head.headers)
        self.record.setDeadline(after: self.owner.configuration.bodyTimeout)
        guard count > 0 else { return self.dispatch() }
        if head.value(WSI_TOKEN_HTTP_EXPECT)?.lowercased() == "100-continue" {
            return self.write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) ? 0 : -1
        }
        return 0
    }

    /// Digits only, few enough for an integer.
    private static func bodyCount(_ text: String) -> Int? {
        guard text.utf8.count <= 18, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }

    /// A part of the body has arrived.
    func received(_ part: UnsafeRawBufferPointer) -> CInt {
        switch self.phase {
        case .receiving:
            unsafe self.body.append(contentsOf: part)
            return 0
        case .draining:
            self.drainedBytes += part.count
            return self.drainedBytes <= Self.drainedBytesMax ? 0 : -1
        case .waiting, .replying, .ended:
            return 0
        }
    }

    /// The body is complete; told again, for nothing, when more follows.
    func bodyCompleted() -> CInt {
        switch self.phase {
        case .receiving: self.dispatch()
        case .draining: -1
        case .waiting, .replying, .ended: 0
        }
    }

    private func dispatch() -> CInt {
        guard let head = self.head.take() else { return -1 }
        self.phase = .waiting
        unsafe lws_rx_flow_control(self.wsi, 0)
        // Its own is too short, and set for any request.
        unsafe lws_set_timeout(self.wsi, NO_PENDING_TIMEOUT, 0)
        self.record.setDeadline(after: self.owner.configuration.replyTimeout)
        let origin = head.headers["origin"]
        let isAllowed = self.owner.origins.allows(origin, host: head.headers["host"], isTLS: self.record.isTLS)
        let request = HTTPRequest(
            method: self.method,
            path: head.path,
            query: head.query,
            headers: head.headers,
            body: exchange(&self.body, with: []),
            remoteAddress: self.record.remoteAddress,
            isTLS: self.record.isTLS,
            isFromAllowedOrigin: isAllowed
        )
        if let retryAfterMs = self.record.takeRequest() {
            self.owner.counters.requestsLimited += 1
            self.reply(self.owner.service.refusal(of: request, retryAfterMs: retryAfterMs))
            return 0
        }
        self.owner.counters.requests += 1
        let loop = self.owner.loop
        self.owner.service.respond(to: request, on: loop) { response in
            if loop.isIsolatingCurrentContext() == true {
                self.reply(response)
            } else {
                loop.post { self.reply(response) }
            }
        }
        return 0
    }

    // MARK: The answer

    private func reply(_ response: HTTPResponse) {
        guard case .waiting = self.phase else { return }  // The client is gone, or this is a second answer.
        self.phase = .replying(response)
        self.record.setDeadline(after: self.owner.configuration.replyTimeout)
        unsafe lws_rx_flow_control(self.wsi, 1)
        unsafe lws_callback_on_writable(self.wsi)
    }

    /// The socket takes more.
    func writable() -> CInt {
        switch self.phase {
        case .replying(let response): return self.write(response)
        case .receiving, .waiting, .draining: return 0
        case .ended: return -1  // Cut.
        }
    }

    private func write(_ response: HTTPResponse) -> CInt {
        let count = response.sendsBody(to: self.method) ? response.body.count : 0
        if !self.isHeadWritten {
            self.isHeadWritten = true
            var bytes = response.head(date: self.owner.dateText, keepsAlive: self.keepsAlive)
            if count > 0, bytes.count + count <= Self.pieceBytes {
                bytes.append(contentsOf: response.body)  // One write, and one packet.
                self.writtenBytes = count
            }
            guard self.write(bytes) else { return -1 }
        }
        var pieces = 0
        while self.writtenBytes < count, pieces < Self.piecesPerTurnMax, unsafe lws_partial_buffered(self.wsi) == 0 {
            let end = min(self.writtenBytes + Self.pieceBytes, count)
            guard self.write(response.body, self.writtenBytes..<end) else { return -1 }
            self.writtenBytes = end
            pieces += 1
        }
        if self.writtenBytes == count, unsafe lws_partial_buffered(self.wsi) == 0 { return self.complete() }
        self.watchForSpin()
        if pieces > 0 { self.record.setDeadline(after: self.owner.configuration.replyTimeout) }
        unsafe lws_callback_on_writable(self.wsi)
        return 0
    }

    private func complete() -> CInt {
        self.record.exchange = nil
        self.ended()
        guard self.keepsAlive else { return -1 }
        let configuration = self.owner.configuration
        self.record.setDeadline(after: configuration.keepAliveTimeout + configuration.handshakeTimeout)
        return unsafe lws_http_transaction_completed(self.wsi) != 0 ? -1 : 0
    }

    /// The connection is gone or serves another request; a second time does nothing.
    func ended() {
        self.phase = .ended
        self.body = []
        if let timer = self.spinCheck.take() { self.owner.loop.cancel(timer) }
    }

    /// Answers without asking the service, and closes the connection.
    private func refuse(_ status: Int, bodyFollows: Bool) -> CInt {
        self.owner.counters.requestsRefused += 1
        unsafe Self.write(.plain(status), to: self.wsi, of: self.record, isHead: self.method == .head)
        guard bodyFollows else { return -1 }
        self.phase = .draining
        self.record.setDeadline(after: Self.drainTimeout)
        return 0
    }

    /// Ends a client that sends more, or has finished sending, without having read a long answer.
    ///
    /// libwebsockets reads nothing before the answer is through, but asks the kernel again and again whether it could.
    private func watchForSpin() {
        guard self.spinCheck == nil else { return }
        self.spinCheck = self.owner.loop.schedule(after: Self.spinCheckInterval) {
            self.spinCheck = nil
            guard case .replying = self.phase else { return }
            var byte: UInt8 = 0
            let flags = CInt(MSG_PEEK) | CInt(MSG_DONTWAIT)
            guard unsafe recv(lws_get_socket_fd(self.wsi), &byte, 1, flags) >= 0 else { return self.watchForSpin() }
            self.phase = .ended
            self.record.cut()
        }
    }

    // MARK: Bytes

    /// Writes a short answer as a whole; whether it gets through shows later.
    static func write(
        _ response: HTTPResponse,
        to wsi: OpaquePointer,
        of record: SocketRecord,
        isHead: Bool = false
    ) {
        var bytes = response.head(date: record.owner.dateText, keepsAlive: false)
        if !isHead { bytes.append(contentsOf: response.body) }
        _ = unsafe Self.write(bytes, bytes.indices, to: wsi)
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        unsafe Self.write(bytes, bytes.indices, to: self.wsi)
    }

    private func write(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        unsafe Self.write(bytes, range, to: self.wsi)
    }

    private static func write(_ bytes: [UInt8], _ range: Range<Int>, to wsi: OpaquePointer) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            // On HTTP/1.1 libwebsockets only reads what it is given here.
            let start = unsafe buffer.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + range.lowerBound) }
            return unsafe lws_write(wsi, start, range.count, LWS_WRITE_HTTP) >= 0
        }
    }
}
