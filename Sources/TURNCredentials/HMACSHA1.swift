// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// HMAC (RFC 2104) with SHA-1, which coturn's scheme asks for.
enum HMACSHA1 {
    static let byteCount = 20

    /// The 20 bytes of the code.
    static func code(of bytes: [UInt8], under key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Self.byteCount)
        var count: UInt32 = 0
        let result = unsafe HMAC(EVP_sha1(), key, CInt(key.count), bytes, bytes.count, &code, &count)
        unsafe precondition(result != nil && count == Self.byteCount, "OpenSSL hashes what lies in memory")
        return code
    }
}

/// Base64 with padding (RFC 4648 section 4).
enum Base64 {
    static func text(of bytes: [UInt8]) -> String {
        // OpenSSL ends it with a zero.
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = unsafe EVP_EncodeBlock(&text, bytes, CInt(bytes.count))
        return String(decoding: text[..<Int(count)], as: UTF8.self)
    }
}
