// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketClient

/// The WebSocket to Janus, as the actor of one loop hears it.
final class JanusSocket: WebSocketOwner, @unchecked Sendable {
    // @unchecked: confined to its loop, which the socket checks.

    /// An SDP of a large subscription has some hundred kilobytes; what is longer is no message of Janus.
    let messageBytesMax = 4 << 20
    private weak var media: JanusMedia?
    private var socket: WebSocketConnection?

    init(to address: WebSocketAddress, isAdmin: Bool = false, for media: JanusMedia, in sockets: WebSocketContext) {
        self.media = media
        let subprotocol = isAdmin ? "janus-admin-protocol" : "janus-protocol"
        self.socket = sockets.connect(to: address, subprotocol: subprotocol, for: self)
    }

    func send(_ message: [UInt8]) {
        self.socket?.send(message)
    }

    func drop() {
        self.socket?.drop()
        self.socket = nil
    }

    func opened(_ connection: WebSocketConnection) {
        self.media?.assumeIsolated { $0.opened(self) }
    }

    func received(_ message: [UInt8], on connection: WebSocketConnection) {
        self.media?.assumeIsolated { $0.received(message, on: self) }
    }

    func closed(_ connection: WebSocketConnection, _ ending: WebSocketEnding) {
        self.socket = nil
        self.media?.assumeIsolated { $0.closed(self, ending) }
    }
}
