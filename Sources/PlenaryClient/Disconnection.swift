// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// Why a connection is gone and another will be opened.
public enum Disconnection: Hashable, Sendable {
    /// The server said so: 4000 to 4499, or a code that does not forbid to come back.
    case closed(code: UInt16)
    /// It ended without a close code.
    case vanished
    /// It could not be opened; the text says why.
    case unreachable(String)
    /// The server's certificate was not accepted; the text says why.
    case certificateRefused(String)
    /// Nothing was heard for the heartbeat's timeout.
    case heartbeatMissed
    /// No greeting, or no answer to a sign-in, came in time.
    case timedOut
    /// The server asked to sign in again later.
    case refused(RemoteError)
    /// A message of this stream was missing: resuming brings it.
    case gap(StreamName)
    /// What came cannot be read.
    case unreadable(String)
    /// The program asked for a new connection.
    case asked
}
