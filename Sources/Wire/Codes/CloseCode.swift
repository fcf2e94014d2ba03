// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why the server closed a WebSocket (RFC 6455 section 7.4.2 leaves 4000 to 4999 to applications).
///
/// Codes from 4000 to 4499 ask the client to come back, codes from 4500 on are final. `docs/protocol.md`,
/// "Close codes", lists the same table; a test compares them.
public enum CloseCode: UInt16, CaseIterable, Sendable {
    /// The server stops or restarts: resume after the slot of the last join answer.
    case shuttingDown = 4000
    /// The client did not read fast enough and its queue is full: resume at once.
    case slowConsumer = 4001
    /// Nothing was heard from the client for the heartbeat timeout: resume at once.
    case heartbeatTimeout = 4002
    /// The server cannot take more connections now: come back after a delay.
    case overloaded = 4003
    /// The room's state had to be rebuilt and the seat's stream cannot go on: resume at once.
    case stateRebuilt = 4004
    /// The client neither signed in nor resumed in time: come back after a delay.
    case authenticationTimeout = 4005
    /// Another connection took this session over; this client must not come back by itself.
    case superseded = 4500
    /// What arrived is no JSON-RPC 2.0 in a text frame, or breaks a limit that no error answer covers.
    case protocolViolation = 4501
    /// The account was disabled, or its tokens were revoked.
    case accessRevoked = 4503
    /// The participant was removed from the room for good.
    case kicked = 4504
    /// The participant's newer session replaced this one (session policy `replace`).
    case replaced = 4505
    /// The session said goodbye.
    case signedOut = 4506
    /// A resume token was used that had been replaced: the session is revoked.
    case tokenReused = 4507

    /// Whether the client should connect again by itself.
    public var invitesReconnect: Bool { self.rawValue < 4500 }
}
