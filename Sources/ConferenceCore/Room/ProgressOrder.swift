// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A command that waits for clients, as it is handed over to be followed.
struct ProgressOrder: Hashable, Sendable {
    let session: SessionID
    let key: String
    let applied: Int
    /// Whose microphone was on when the order was given.
    let pending: Set<Principal>
}
