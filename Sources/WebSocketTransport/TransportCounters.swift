// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What one loop's transport has done since it started; all but the first two figures only rise.
public struct TransportCounters: Equatable, Sendable {
    /// Sockets open now, whatever is spoken on them.
    public var connections = 0
    /// WebSockets open now.
    public var webSockets = 0

    public var connectionsAccepted = 0
    /// Closed at once: too many are open, or no file descriptor is left.
    public var connectionsRefused = 0
    /// Ended before a TLS handshake was complete, by error, silence or timeout.
    public var tlsFailures = 0
    /// Requests for a WebSocket that were answered with an error.
    public var handshakesRefused = 0
    public var messagesIn = 0
    public var messagesOut = 0
    /// Bytes of messages, without their framing.
    public var bytesIn = 0
    public var bytesOut = 0
    /// Frames that could not be written at once.
    public var framesQueued = 0
    /// Frames refused because too much waited already.
    public var overflows = 0
    /// HTTP requests handed to the service.
    public var requests = 0
    /// HTTP requests answered by the transport itself: malformed, too long, without a length.
    public var requestsRefused = 0

    /// HTTP requests answered by 429, because their connection had made too many.
    public var requestsLimited = 0

    public init() {}
}
