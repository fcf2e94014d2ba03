// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import WebSocketClient

/// Where a server is: `wss://meet.example:8443/ws`, or `ws://` for one on this machine.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    let address: WebSocketAddress

    /// - Parameter url: Of the scheme `wss` or `ws`; the port is 443 or 80 unless it is there, the path `/ws`.
    /// - Throws: ``ClientError/urlInvalid(_:)``.
    public init(_ url: String) throws(ClientError) {
        guard let address = WebSocketAddress(url, defaultPath: "/ws") else { throw .urlInvalid(url) }
        self.address = address
    }

    /// A name or an address; without the brackets of an IPv6 address.
    public var host: String { self.address.host }

    public var port: UInt16 { self.address.port }

    public var path: String { self.address.path }

    public var isTLS: Bool { self.address.isTLS }

    public var description: String { self.address.description }
}
