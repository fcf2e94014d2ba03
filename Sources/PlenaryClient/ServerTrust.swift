// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Which certificates a client believes; the server's name is always checked as well.
public enum ServerTrust: Hashable, Sendable {
    /// What the system's authorities have signed.
    case system
    /// What an authority in this PEM file has signed, and nothing else: `Certs/ca.crt` of a development server.
    case authorities(file: String)
}
