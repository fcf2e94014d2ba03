// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What an invitation's code says: the invitation of which room, and until when.
///
/// Whether it was withdrawn is for the room to say.
public struct InvitationCode: Hashable, Sendable {
    /// Version, room, number and expiry.
    static let byteCount = 11
    private static let version: UInt8 = 1

    public let room: RoomID
    public let number: InvitationNumber
    /// Whole seconds.
    public let expiresAt: Timestamp

    /// - Parameter expiresAt: Rounded down to whole seconds, and to what 32 bits hold: the year 2106.
    init(room: RoomID, number: InvitationNumber, expiresAt: Timestamp) {
        self.room = room
        self.number = number
        self.expiresAt = Timestamp(ms: Int64(UInt32(clamping: expiresAt.ms / 1_000)) * 1_000)
    }

    /// Nil for what ``bytes`` does not write.
    init?(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        guard rest.count == Self.byteCount, rest.popFirst() == Self.version,
            let room = RoomID(UInt32(truncatingIfNeeded: OpenSSLSecrets.number(rest.prefix(4))))
        else { return nil }
        rest = rest.dropFirst(4)
        self.room = room
        self.number = InvitationNumber(UInt16(truncatingIfNeeded: OpenSSLSecrets.number(rest.prefix(2))))
        self.expiresAt = Timestamp(ms: Int64(OpenSSLSecrets.number(rest.dropFirst(2))) * 1_000)
    }

    /// Everything big-endian.
    var bytes: [UInt8] {
        let seconds = UInt32(self.expiresAt.ms / 1_000)
        return [Self.version] + Self.bytes(of: self.room.number) + Self.bytes(of: self.number.rawValue)
            + Self.bytes(of: seconds)
    }

    private static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
