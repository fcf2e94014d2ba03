// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How a write to a client ended.
public enum SendOutcome: Sendable, Equatable {
    /// Written or queued within the connection's bound.
    case accepted
    /// The same, but more waits than a client leaves that reads: what a later message makes good had better be left out
    /// until the transport tells that everything has been written.
    case congested
    /// The queue would pass its bound in bytes; nothing of this frame was queued.
    case overflow
    /// The connection is gone; its `closed` event is under way.
    case gone
}
