// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What the codes and PINs of all invitations are derived from; printing it shows nothing of it.
public struct InvitationKey: Sendable {
    public static let byteCount = 32

    let bytes: [UInt8]

    /// Nil unless there are ``byteCount`` bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Another one, from random bytes.
    public static func make() -> InvitationKey {
        guard let key = InvitationKey(SecureRandom.bytes(Self.byteCount)) else {
            preconditionFailure("As many bytes as a key has make one")
        }
        return key
    }
}

extension InvitationKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "invitation key" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
