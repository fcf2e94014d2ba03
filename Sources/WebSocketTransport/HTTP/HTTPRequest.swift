// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One HTTP/1.1 request, whole.
public struct HTTPRequest: Sendable {
    /// One `name=value` of a query, both decoded; `value` is empty where there is no `=`.
    public struct QueryItem: Equatable, Sendable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The headers that are handed over, in lower case; others are dropped.
    public static var headerNames: [String] { RequestHead.headerNames }

    public let method: HTTPMethod
    /// Begins with a slash; percent-decoded, `//`, `.` and `..` resolved.
    public let path: String
    /// In the order of the request.
    public let query: [QueryItem]
    /// By name in lower case.
    ///
    /// The values of a header that came several times are joined by a comma; those of `cookie`, which must not come
    /// twice (RFC 6265 section 5.4), by a space.
    public let headers: [String: String]
    public let body: [UInt8]
    /// Where the connection comes from, as text: the proxy's address when there is one.
    public let remoteAddress: String
    public let isTLS: Bool
    /// False when a browser says that the request comes from a page of another origin than this host and those
    /// configured.
    ///
    /// True when no origin is given: then it is no browser, or a plain navigation.
    public let isFromAllowedOrigin: Bool

    /// Whether the connection comes from this machine.
    public var isFromLoopback: Bool {
        // The second is an IPv4 address in IPv6 clothes (RFC 4291 section 2.5.5.2).
        ["127.", "::ffff:127."].contains { self.remoteAddress.hasPrefix($0) } || self.remoteAddress == "::1"
    }

    /// Whether the request comes from this machine, and not through a proxy here that says for whom it asks.
    public var isFromThisMachine: Bool { self.isFromLoopback && self.headers["x-forwarded-for"] == nil }

    public init(
        method: HTTPMethod,
        path: String,
        query: [QueryItem] = [],
        headers: [String: String] = [:],
        body: [UInt8] = [],
        remoteAddress: String = "127.0.0.1",
        isTLS: Bool = true,
        isFromAllowedOrigin: Bool = true
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.isTLS = isTLS
        self.isFromAllowedOrigin = isFromAllowedOrigin
    }
}
