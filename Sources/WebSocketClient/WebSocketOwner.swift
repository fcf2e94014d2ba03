// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a connection tells, on its loop and never from inside a call to it.
public protocol WebSocketOwner: AnyObject, Sendable {
    func opened(_ connection: WebSocketConnection)
    func received(_ message: [UInt8], on connection: WebSocketConnection)
    /// The connection is gone, or was never there; told once, unless it was dropped before.
    func closed(_ connection: WebSocketConnection, _ ending: WebSocketEnding)
    /// Bytes of one message that it takes at most.
    var messageBytesMax: Int { get }
}
