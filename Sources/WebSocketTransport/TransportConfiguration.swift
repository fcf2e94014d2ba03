// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// What a transport serves, and its limits.
///
/// Headers of a request may take 8 KiB together, method, path, query and names included; libwebsockets drops a
/// connection that exceeds this, without an answer.
public struct TransportConfiguration: Sendable {
    /// At least one.
    public var listeners: [Listener]
    /// Origins besides a request's own host that browsers may open WebSockets from: `https://meet.example`.
    public var allowedOrigins: [String]
    /// Sockets open at once on the whole node, handshakes included; each loop has its share.
    ///
    /// What comes beyond is closed at once.
    public var connectionsMax = 20_000
    /// Bytes of a request's body; beyond it the answer is 413.
    public var bodyBytesMax = 65_536
    /// HTTP requests that one connection may make a second for long, and at once; beyond it the answer is 429.
    public var requestsPerSecond = WireLimits.httpRequestsPerSecond
    public var requestsBurst = WireLimits.httpRequestsBurst
    /// How long a TLS handshake, and how long the headers of a request, may take; whole seconds, at least one.
    public var handshakeTimeout: Duration = .seconds(5)
    /// How long a request's body may take.
    public var bodyTimeout: Duration = .seconds(30)
    /// How long the service may take for an answer, and a client for reading the next piece of it.
    public var replyTimeout: Duration = .seconds(30)
    /// How long an HTTP connection stays open between requests; whole seconds, at least one.
    public var keepAliveTimeout: Duration = .seconds(15)
    /// How long a WebSocket that the server closes may take to read what was accepted and to answer.
    public var closeTimeout: Duration = .seconds(5)

    public init(listeners: [Listener], allowedOrigins: [String] = []) {
        self.listeners = listeners
        self.allowedOrigins = allowedOrigins
    }
}
