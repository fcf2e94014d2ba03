// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a client may take its time and memory for.
public struct ClientConfiguration: Hashable, Sendable {
    /// From the start of a connection to `server.hello`.
    public var connectTimeout: Duration = .seconds(10)
    /// For the answer to a sign-in or a resume.
    public var signInTimeout: Duration = .seconds(30)
    /// The shortest pause between two attempts, doubled after each failure; each pause is drawn from half to all of it.
    public var pauseMin: Duration = .milliseconds(250)
    /// The longest pause between two attempts.
    public var pauseMax: Duration = .seconds(10)
    /// Connections that may fail in a row before the first sign-in; then the session ends.
    ///
    /// Zero: try for ever. A server too busy to look at the password says when to come back, and is asked for ever.
    public var firstAttemptsMax = 5
    /// Whether a session whose seat is gone (the grace of 120 s has passed) signs in and joins its room again.
    public var rejoins = true
    /// Requests that may wait for their answers at a time, from 1.
    public var openRequestsMax = 128
    /// Bytes of all requests that wait for their answers.
    public var openBytesMax = 1_048_576
    /// Bytes of one message from the server; a longer one is taken for a fault, and the connection is opened anew.
    public var messageBytesMax = 4_194_304
    /// Events that ``PlenaryClient`` keeps for its reader, from 1; past it they are left out and counted.
    public var eventsMax = 4_096

    public init() {}
}
