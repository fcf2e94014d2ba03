// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Glibc

/// What failures are counted by: an identifier, a network address, an invitation, hashed.
///
/// Hashed so that a key takes 16 bytes whatever was sent, and so that no memory holds what people type into the wrong
/// field: now and then it is the password.
public struct LimiterKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Spellings that look alike count as one: case, width, spaces and hyphens make no difference.
    public init(identifier: String) {
        let folded = identifier.precomposedStringWithCompatibilityMapping.lowercased()
        let kept = folded.unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "-" }
        self.init([0] + Array(String(String.UnicodeScalarView(kept)).utf8))
    }

    /// An IPv4 address counts as it is, an IPv6 address by its first 64 bits, which are what one site has.
    public init(address: String) {
        self.init([1] + Self.site(of: address))
    }

    /// An invitation, whoever shows it.
    init(invitation: InvitationCode) {
        self.init([2] + invitation.bytes)
    }

    /// An invitation as it is shown from one address.
    init(invitation: InvitationCode, from address: String) {
        self.init([3] + invitation.bytes + Self.site(of: address))
    }

    private init(_ bytes: [UInt8]) {
        let digest = SHA256.digest(of: bytes)
        self.high = OpenSSLSecrets.number(digest[..<8])
        self.low = OpenSSLSecrets.number(digest[8..<16])
    }

    private static func site(of address: String) -> [UInt8] { self.network(of: address) ?? Array(address.utf8) }

    /// Nil for what is no IPv6 address.
    private static func network(of address: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, address, &bytes) == 1 else { return nil }
        // An IPv4 address in IPv6 clothes (RFC 4291 section 2.5.5.2) counts as itself.
        if bytes[..<12].elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]) {
            return Array(bytes[12...].map { String($0) }.joined(separator: ".").utf8)
        }
        return Array(bytes[..<8])
    }
}
