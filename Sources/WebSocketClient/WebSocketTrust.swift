// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Which certificates are believed on `wss://`; the server's name is always checked as well.
public enum WebSocketTrust: Hashable, Sendable {
    /// What the system's authorities have signed.
    case system
    /// What an authority in this PEM file has signed, and nothing else.
    case authorities(file: String)
}
