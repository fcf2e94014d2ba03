// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a client shows to take its session over on a new connection.
///
/// On the wire 28 bytes in base64url without padding (RFC 4648 section 5): version 1, node (two bytes, big-endian),
/// loop, session (eight bytes, big-endian), secret. To clients it is opaque. Printing it does not show the secret.
public struct ResumeToken: Hashable, Sendable {
    public static let byteCount = 28
    private static let version: UInt8 = 1

    /// Where the session was when the token was made.
    public let node: UInt16
    public let loop: UInt8
    public let session: WireSession
    public let secret: ResumeSecret

    public init(node: UInt16, loop: UInt8, session: WireSession, secret: ResumeSecret) {
        self.node = node
        self.loop = loop
        self.session = session
        self.secret = secret
    }
}

extension ResumeToken: WireText {
    public init?(text: Span<UInt8>) {
        guard let bytes = Base64URL.decode(text), bytes.count == Self.byteCount, bytes[0] == Self.version,
            let secret = ResumeSecret(Array(bytes[12...]))
        else { return nil }
        self.init(
            node: UInt16(bytes[1]) << 8 | UInt16(bytes[2]),
            loop: bytes[3],
            session: WireSession(bytes[4..<12].reduce(0) { $0 << 8 | UInt64($1) }),
            secret: secret
        )
    }

    public func appendText(to bytes: inout [UInt8]) {
        var token = [Self.version, UInt8(self.node >> 8), UInt8(self.node & 0xFF), self.loop]
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            token.append(UInt8(truncatingIfNeeded: self.session.rawValue >> shift))
        }
        token.append(contentsOf: self.secret.revealed)
        Base64URL.append(token, to: &bytes)
    }
}

extension ResumeToken: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "token of session \(self.session) on node \(self.node), loop \(self.loop)" }
    public var debugDescription: String { self.description }
}
