// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why the transport could not be brought up, or its certificates not be replaced.
public enum TransportError: Error, Equatable, Sendable {
    /// A configuration without a listener serves nobody.
    case noListeners
    /// Not a numeric IPv4 or IPv6 address.
    case addressInvalid(String)
    /// Without TLS only addresses of this machine itself are served.
    case plainBeyondLoopback(address: String, port: UInt16)
    /// Another socket listens on this port.
    case portTaken(address: String, port: UInt16)
    /// The system refuses the socket for another reason, such as a port that needs privileges.
    case listenFailed(address: String, port: UInt16, reason: String)
    /// The file is missing, unreadable, no PEM, too weak, or does not belong to the other one of the pair.
    case certificateRefused(file: String, reason: String)
    /// libwebsockets refused to start on a loop; most likely its libev plugin is not installed.
    case contextCreationFailed
}
