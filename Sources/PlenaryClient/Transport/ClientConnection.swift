// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketClient

/// What a connection tells, on its loop and never from inside a call to it.
protocol ConnectionOwner: AnyObject, Sendable {
    func opened(_ connection: ClientConnection)
    func received(_ message: [UInt8], on connection: ClientConnection)
    /// The connection is gone, or was never there; told once, unless it was dropped before.
    func closed(_ connection: ClientConnection, _ reason: Disconnection)
    /// Bytes of one message that it takes at most.
    var messageBytesMax: Int { get }
}

/// A WebSocket as a session knows it.
final class ClientConnection: WebSocketOwner, @unchecked Sendable {
    // @unchecked: confined to its loop, which the socket checks.

    /// Nil once it need not be told anything more.
    private var owner: (any ConnectionOwner)?
    /// Set once, by the context.
    var socket: WebSocketConnection?

    init(for owner: any ConnectionOwner) {
        self.owner = owner
    }

    /// Other connections of the context are opened before it.
    var waitsForTurn: Bool { self.socket?.waitsForTurn == true }

    func send(_ message: [UInt8]) {
        self.socket?.send(message)
    }

    func setReading(_ isReading: Bool) {
        self.socket?.setReading(isReading)
    }

    /// Ends the connection without a word; the owner hears nothing more.
    func drop() {
        self.owner = nil
        self.socket?.drop()
    }

    // MARK: What the socket tells

    var messageBytesMax: Int { self.owner?.messageBytesMax ?? 0 }

    func opened(_ connection: WebSocketConnection) {
        self.owner?.opened(self)
    }

    func received(_ message: [UInt8], on connection: WebSocketConnection) {
        self.owner?.received(message, on: self)
    }

    func closed(_ connection: WebSocketConnection, _ ending: WebSocketEnding) {
        let reason: Disconnection =
            switch ending {
            case .closed(let code): .closed(code: code)
            case .vanished: .vanished
            case .unreachable(let text): .unreachable(text)
            case .certificateRefused(let text): .certificateRefused(text)
            case .messageTooLong(let limit): .unreadable("a message of more than \(limit) bytes")
            }
        self.owner.take()?.closed(self, reason)
    }
}
