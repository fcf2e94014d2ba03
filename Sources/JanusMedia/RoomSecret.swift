// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
internal import ConferenceCore

/// The secrets with which rooms are managed at Janus.
enum RoomSecret {
    /// HMAC-SHA-256 (RFC 2104) of the room's number under `key`, in hexadecimal.
    ///
    /// So a later process can end the rooms of an earlier one, and nothing has to be remembered.
    static func derive(_ room: RoomID, key: [UInt8]) -> String {
        Self.digest("janus/\(room.janusName)", key: key)
    }

    /// Names whoever has `key`, without giving it away.
    static func mark(key: [UInt8]) -> String { String(Self.digest("janus/control", key: key).prefix(16)) }

    private static func digest(_ text: String, key: [UInt8]) -> String {
        let message = Array(text.utf8)
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        let result = unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, &count)
        let isDone = unsafe result != nil
        precondition(isDone, "OpenSSL hashes what lies in memory")
        return digest.prefix(Int(count)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
