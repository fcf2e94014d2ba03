// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How a write to a client ended.
public enum SendOutcome: Sendable, Equatable {
    /// Written or queued within the connection's bound.
    case accepted
    /// The queue would pass its bound in bytes; nothing of this frame was queued.
    case overflow
    /// The connection is gone; its `closed` event is under way.
    case gone
}
