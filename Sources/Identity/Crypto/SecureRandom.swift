// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// Random bytes for secrets, from OpenSSL's generator; callable from any thread.
public enum SecureRandom {
    /// - Precondition: The system gives entropy. Without it nothing may be called a secret, so the process ends.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = unsafe RAND_bytes(&bytes, Int32(count))
        precondition(result == 1, "The system gives no random bytes")
        return bytes
    }
}
