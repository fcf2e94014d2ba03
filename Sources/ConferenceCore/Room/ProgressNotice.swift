// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How far a command has come that waits for clients; for the stream `self` of the session that gave it.
public struct ProgressNotice: Hashable, Sendable {
    public let session: SessionID
    /// The command's idempotency key.
    public let key: String
    public let applied: Int
    /// The last notice of a command says zero.
    public let pending: Int

    public init(session: SessionID, key: String, applied: Int, pending: Int) {
        self.session = session
        self.key = key
        self.applied = applied
        self.pending = pending
    }
}
