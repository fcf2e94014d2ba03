// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a transport tells whoever keeps the log.
public enum TransportEvent: Equatable, Sendable {
    /// A warning or an error of libwebsockets, one line; few a second pass, see ``libraryMessagesDropped(_:)``.
    case libraryMessage(String)
    /// How many messages of libwebsockets were dropped since the last that passed: clients can cause them.
    case libraryMessagesDropped(Int)
    /// A connection was closed at once because as many are open as may be; told once until one is accepted again.
    case connectionsExhausted
    /// No file descriptor is left for a new connection; told once until one is accepted again.
    case descriptorsExhausted
}
