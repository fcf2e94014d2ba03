// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore

/// Port: who is told of the WebSockets of one loop; every call happens on that loop.
///
/// The server's handler is an ``Broker/Edge``.
public protocol ConnectionHandler: Sendable {
    /// A client has connected; `connection` can be written to at once.
    func opened(_ connection: any ClientConnection) -> ConnectionID

    /// A whole text message has arrived. It may hold anything: UTF-8 has not been checked.
    func received(_ message: [UInt8], on id: ConnectionID)

    /// The first part of a binary message has arrived; nothing of it is handed over.
    func receivedBinary(on id: ConnectionID)

    /// Everything that waited for a connection that was ``Broker/SendOutcome/congested`` has been written.
    ///
    /// Told once for each time that it was, unless it is gone before.
    func drained(_ id: ConnectionID)

    /// The connection is gone. Told exactly once, and not at all after ``Broker/ClientConnection/close(_:)``.
    func closed(_ id: ConnectionID)
}
