// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why a connection is gone, or was never there.
public enum WebSocketEnding: Hashable, Sendable {
    /// The server sent this close code (RFC 6455 section 7.4).
    case closed(code: UInt16)
    /// It ended without a close code.
    case vanished
    /// It could not be opened; the text says why.
    case unreachable(String)
    /// The server's certificate was not accepted; the text says why.
    case certificateRefused(String)
    /// The server sent a message of more bytes than the owner takes.
    case messageTooLong(limit: Int)
}
