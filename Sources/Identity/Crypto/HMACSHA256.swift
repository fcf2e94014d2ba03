// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// HMAC (RFC 2104) with SHA-256.
enum HMACSHA256 {
    /// The 32 bytes of the code.
    static func code(of bytes: [UInt8], under key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: SHA256.byteCount)
        var count: UInt32 = 0
        let result = unsafe HMAC(EVP_sha256(), key, CInt(key.count), bytes, bytes.count, &code, &count)
        unsafe precondition(result != nil && count == SHA256.byteCount, "OpenSSL hashes what lies in memory")
        return code
    }
}
