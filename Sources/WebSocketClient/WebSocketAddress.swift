// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Where a server is: `wss://meet.example:8443/ws`, or `ws://` for one on this machine.
public struct WebSocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an address; without the brackets of an IPv6 address.
    public let host: String
    public let port: UInt16
    public let path: String
    public let isTLS: Bool

    /// Nil unless `url` is of the form `wss://host:port/path` or `ws://host:port/path`.
    ///
    /// - Parameters:
    ///   - url: The port is 443 or 80 unless it is there.
    ///   - defaultPath: The path unless it is there.
    public init?(_ url: String, defaultPath: String) {
        let isTLS = url.hasPrefix("wss://")
        guard isTLS || url.hasPrefix("ws://") else { return nil }
        let rest = url.dropFirst(isTLS ? 6 : 5)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        guard !authority.contains(where: { "@?#".contains($0) || $0.isWhitespace }),
            !path.contains(where: \.isWhitespace)
        else { return nil }
        let host: Substring
        var port = authority[authority.endIndex...]
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[authority.index(after: end)...]
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...]
        } else {
            host = authority
        }
        guard !host.isEmpty, port.isEmpty || port.hasPrefix(":") else { return nil }
        let number = port.isEmpty ? (isTLS ? 443 : 80) : UInt16(port.dropFirst())
        guard let number, number > 0 else { return nil }
        self.host = String(host)
        self.port = number
        self.path = path.isEmpty ? defaultPath : String(path)
        self.isTLS = isTLS
    }

    public var description: String {
        "\(self.isTLS ? "wss" : "ws")://\(self.bracketedHost):\(self.port)\(self.path)"
    }

    /// For HTTP's header `Host`.
    var hostHeader: String {
        self.port == (self.isTLS ? 443 : 80) ? self.bracketedHost : "\(self.bracketedHost):\(self.port)"
    }

    private var bracketedHost: String { self.host.contains(":") ? "[\(self.host)]" : self.host }
}
