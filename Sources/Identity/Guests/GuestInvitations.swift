// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import Wire

// A code names its invitation and proves by a truncated HMAC-SHA-256 that it is from here (104 bits, RFC 2104 section
// 5); the PIN is another code under the same key, of which six digits are left. So whoever holds a link knows nothing
// of its PIN, and whoever reads the database knows neither.

/// Makes and checks the codes and PINs of invitations, from one key; callable from any thread.
public struct GuestInvitations: InvitationCodes {
    /// Characters of a code.
    public static let codeLength = 32
    /// Digits of a PIN.
    public static let pinLength = 6
    private static let macByteCount = 13
    private static let codePurpose = Array("plenary invitation".utf8)
    private static let pinPurpose = Array("plenary pin".utf8)

    private let key: InvitationKey

    public init(key: InvitationKey) {
        self.key = key
    }

    public func card(
        of invitation: InvitationNumber,
        in room: RoomID,
        until expiresAt: Timestamp
    ) -> InvitationCard {
        let code = InvitationCode(room: room, number: invitation, expiresAt: expiresAt)
        let text = Base64URL.text(of: code.bytes + self.mac(of: code.bytes))
        return InvitationCard(code: SecretText(text), pin: SecretText(self.pin(of: code)))
    }

    /// What `code` says; nil for any text that this server's key has not made.
    public func read(_ code: SecretText) -> InvitationCode? {
        let text = Array(code.revealed.utf8)
        guard text.count == Self.codeLength, let bytes = Base64URL.decode(text.span) else { return nil }
        let named = bytes.prefix(InvitationCode.byteCount)
        // Nothing that it says counts before it is known to be from here.
        guard ConstantTime.isEqual(Array(bytes.dropFirst(named.count)), self.mac(of: Array(named))) else { return nil }
        return InvitationCode(named)
    }

    /// Whether `pin` is the invitation's.
    public func isRight(_ pin: SecretText, for code: InvitationCode) -> Bool {
        ConstantTime.isEqual(Array(pin.revealed.utf8), Array(self.pin(of: code).utf8))
    }

    private func mac(of bytes: [UInt8]) -> [UInt8] {
        Array(HMACSHA256.code(of: Self.codePurpose + bytes, under: self.key.bytes).prefix(Self.macByteCount))
    }

    private func pin(of code: InvitationCode) -> String {
        let mac = HMACSHA256.code(of: Self.pinPurpose + code.bytes, under: self.key.bytes)
        let digits = String(OpenSSLSecrets.number(mac[..<8]) % 1_000_000)
        return String(repeating: "0", count: Self.pinLength - digits.count) + digits
    }
}
