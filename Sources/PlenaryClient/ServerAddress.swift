// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Where a server is: `wss://meet.example:8443/ws`, or `ws://` for one on this machine.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; without the brackets of an IPv6 address.
    public let host: String
    public let port: UInt16
    public let path: String
    public let isTLS: Bool

    /// - Parameter url: Of the scheme `wss` or `ws`; the port is 443 or 80 unless it is there, the path `/ws`.
    /// - Throws: ``ClientError/urlInvalid(_:)``.
    public init(_ url: String) throws(ClientError) {
        let isTLS = url.hasPrefix("wss://")
        guard isTLS || url.hasPrefix("ws://") else { throw .urlInvalid(url) }
        let rest = url.dropFirst(isTLS ? 6 : 5)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        guard !authority.contains(where: { "@?#".contains($0) || $0.isWhitespace }),
            !path.contains(where: \.isWhitespace)
        else { throw .urlInvalid(url) }
        let host: Substring
        var port = authority[authority.endIndex...]
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .urlInvalid(url) }
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...]
        } else {
            host = authority
        }
        guard !host.isEmpty, port.isEmpty || port.hasPrefix(":") else { throw .urlInvalid(url) }
        let number = port.isEmpty ? (isTLS ? 443 : 80) : UInt16(port.dropFirst())
        guard let number, number > 0 else { throw .urlInvalid(url) }
        self.host = String(host)
        self.port = number
        self.path = path.isEmpty ? "/ws" : String(path)
        self.isTLS = isTLS
    }

    public var description: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(self.isTLS ? "wss" : "ws")://\(host):\(self.port)\(self.path)"
    }
}
