// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One address and port that clients connect to.
public struct Listener: Equatable, Sendable {
    /// How clients of a listener are protected.
    public enum Security: Equatable, Sendable {
        /// TLS 1.2 or 1.3 with this certificate.
        case tls(CertificateFiles)
        /// Nothing; for a proxy on the same machine and for tests. Loopback addresses only.
        case plain
    }

    /// A numeric IPv4 or IPv6 address; `0.0.0.0` and `::` are all addresses of their family, one not including the
    /// other.
    public var address: String
    /// Zero lets the system choose; ``Transport/listeners`` tells which.
    public var port: UInt16
    public var security: Security

    public init(address: String, port: UInt16, security: Security) {
        self.address = address
        self.port = port
        self.security = security
    }
}
