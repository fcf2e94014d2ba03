// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// Comparisons whose time depends on the lengths alone.
public enum ConstantTime {
    /// Whether both hold the same bytes.
    public static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe CRYPTO_memcmp(one, other, one.count) == 0
    }
}
