// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// What the state of a session asks its owner to do.
enum SessionAction: Hashable, Sendable {
    /// Opens a connection.
    case connect
    /// Sends one text message on the connection.
    case send([UInt8])
    /// Drops the connection without a word; nothing more is to be told of it.
    case disconnect
    /// Gives a request's answer to whoever asked.
    case answer(RequestNumber, Result<OpaqueJSON, ClientError>)
    case tell(ClientEvent)
}

/// Names a request of a session.
struct RequestNumber: Hashable, Sendable, Comparable {
    let rawValue: Int64

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
