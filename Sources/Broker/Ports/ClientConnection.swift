// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// Port: one WebSocket as its Edge sees it.
///
/// Made by the transport; every call happens on the Edge's loop.
public protocol ClientConnection: AnyObject, Sendable {
    /// The client's network address as text, for limits and logs.
    var remoteAddress: String { get }

    /// Sends one text frame, in order.
    ///
    /// What waits is bounded by ``Wire/WireLimits/outboundBytes``. Past ``Wire/WireLimits/congestedBytes`` the answer
    /// is ``SendOutcome/congested``, until the transport has told once that nothing waits any more.
    func send(_ frame: Frame) -> SendOutcome

    /// Starts to close with `code`; what was accepted before is sent first where the peer still reads.
    ///
    /// The transport does not report a connection closed this way: its Edge has forgotten it already.
    func close(_ code: CloseCode)

    /// Stops or goes on reading from the socket: back-pressure for a client that feeds a full mailbox.
    func setReading(_ isReading: Bool)
}
