// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import LoopRuntime
internal import WebSocketClient

/// The network on one loop, shared by all sessions there: thousands of connections on one thread.
///
/// It opens when the first connection is asked for and closes when its loop ends.
@safe
public final class ClientContext: @unchecked Sendable {
    // @unchecked: it never changes; what it holds is touched on the loop's thread only, which each entry checks.

    private static let subprotocol = "plenary.v1"

    private let sockets: WebSocketContext

    /// Where all sessions of this context live.
    public var loop: EventLoopThread { self.sockets.loop }

    /// Bytes of all messages that were received, without WebSocket, TLS and TCP around them; read on the loop only.
    public var bytesReceived: Int { self.sockets.bytesReceived }

    /// The same of what was sent.
    public var bytesSent: Int { self.sockets.bytesSent }

    /// - Parameters:
    ///   - loop: Started before the first session, or later; it may belong to others too.
    ///   - trust: Whose certificates are believed on `wss://`.
    /// - Throws: ``ClientError/trustUnreadable(file:reason:)`` or ``ClientError/contextCreationFailed``.
    public init(on loop: EventLoopThread, trusting trust: ServerTrust = .system) throws(ClientError) {
        let believed: WebSocketTrust =
            switch trust {
            case .system: .system
            case .authorities(let file): .authorities(file: file)
            }
        do throws(WebSocketClientError) {
            self.sockets = try WebSocketContext(on: loop, trusting: believed)
        } catch {
            switch error {
            case .trustUnreadable(let file, let reason): throw .trustUnreadable(file: file, reason: reason)
            case .contextCreationFailed: throw .contextCreationFailed
            }
        }
    }

    /// Begins to connect.
    ///
    /// Whether that works is told later, never inside this call.
    func connect(to address: ServerAddress, for owner: any ConnectionOwner) -> ClientConnection {
        let connection = ClientConnection(for: owner)
        connection.socket = self.sockets.connect(
            to: address.address,
            subprotocol: Self.subprotocol,
            for: connection
        )
        return connection
    }
}
