// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets
internal import Glibc
public import LoopRuntime

/// The client side of WebSocket on one loop, for all who connect from there: thousands of connections on one thread.
///
/// It opens when the first connection is asked for and closes when its loop ends. libwebsockets keeps one log for the
/// process, which the first context switches off.
@safe
public final class WebSocketContext: @unchecked Sendable {
    // @unchecked: everything mutable is touched on the loop's thread only, which each entry checks.

    /// libwebsockets 4.1.6 on libev forgets its own timers unless it is nudged.
    private static let tickInterval: Duration = .milliseconds(100)

    /// Connections that are opened at the same time; others wait for their turn.
    ///
    /// libwebsockets keeps the timeouts of all that are opening in one list, and looks through it for each.
    private static let openingMax = 256

    /// Where all connections of this context live.
    public let loop: EventLoopThread
    private let tls: ClientTLS
    private var context: LibraryContext?
    private var hasEnded = false
    private var openingCount = 0
    /// Connections that wait for their turn, oldest first, from `nextToOpen` on.
    private var toOpen: [(connection: WebSocketConnection, address: WebSocketAddress, subprotocol: String)] = []
    private var nextToOpen = 0

    /// Bytes of all messages that were received and sent, without WebSocket, TLS and TCP around them.
    ///
    /// Read on the loop only.
    public internal(set) var bytesReceived = 0
    public internal(set) var bytesSent = 0

    /// - Parameters:
    ///   - loop: Started before the first connection, or later; it may belong to others too.
    ///   - trust: Whose certificates are believed on `wss://`.
    /// - Throws: ``WebSocketClientError/trustUnreadable(file:reason:)`` or
    ///   ``WebSocketClientError/contextCreationFailed``.
    public init(on loop: EventLoopThread, trusting trust: WebSocketTrust = .system) throws(WebSocketClientError) {
        self.loop = loop
        self.tls = try ClientTLS(trust)
        loop.onEnd { [weak self] in self?.end() }
    }

    /// Begins to connect.
    ///
    /// Whether that works is told later, never inside this call. Call on the loop.
    ///
    /// - Parameter subprotocol: What the server is asked for (RFC 6455 section 1.9).
    public func connect(
        to address: WebSocketAddress,
        subprotocol: String,
        for owner: any WebSocketOwner
    ) -> WebSocketConnection {
        self.loop.checkIsolated()
        let connection = WebSocketConnection(in: self, for: owner)
        guard !self.hasEnded, self.open() else {
            connection.failLater("no network context")
            return connection
        }
        self.toOpen.append((connection, address, subprotocol))
        self.openMore()
        return connection
    }

    /// A connection that ``connect(to:subprotocol:for:)`` made is open, or never will be.
    func openingEnded() {
        self.openingCount -= 1
        guard self.nextToOpen < self.toOpen.count else { return }
        self.loop.post { [weak self] in self?.openMore() }  // This may be inside a callback of libwebsockets.
    }

    private func openMore() {
        while self.openingCount < Self.openingMax, self.nextToOpen < self.toOpen.count {
            let (connection, address, subprotocol) = self.toOpen[self.nextToOpen]
            self.nextToOpen += 1
            guard connection.beginOpening() else { continue }  // Dropped meanwhile.
            self.openingCount += 1
            self.context?.connect(connection, to: address, subprotocol: subprotocol)
        }
        if self.nextToOpen == self.toOpen.count {
            self.toOpen = []
            self.nextToOpen = 0
        }
    }

    private func open() -> Bool {
        guard self.context == nil else { return true }
        self.context = unsafe LibraryContext(on: self.loop, tls: self.tls.pointer)
        guard self.context != nil else { return false }
        self.tick()
        return true
    }

    private func tick() {
        guard self.context != nil else { return }
        self.context?.tick()
        _ = self.loop.schedule(after: Self.tickInterval) { [weak self] in self?.tick() }
    }

    private func end() {
        self.hasEnded = true
        self.context = nil
        for (connection, _, _) in self.toOpen[self.nextToOpen...] { connection.failLater("no network context") }
        self.toOpen = []
        self.nextToOpen = 0
    }
}
