// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why there is no ``WebSocketContext``.
public enum WebSocketClientError: Error, Hashable, Sendable {
    /// The file with trusted certificates cannot be read.
    case trustUnreadable(file: String, reason: String)
    /// The system gives no memory or descriptors for another network context.
    case contextCreationFailed
}
