// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

/// One signature in its two forms: OpenSSL's (DER, RFC 3279 section 2.2.3) and that of tokens (RFC 7518 section 3.4).
struct ES256Signature {
    static let rawByteCount = 64

    /// R and S, 32 bytes each.
    let raw: [UInt8]
    /// A SEQUENCE of two INTEGERs.
    let der: [UInt8]

    init?(der: [UInt8]) {
        let signature = unsafe der.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return unsafe d2i_ECDSA_SIG(nil, &position, buffer.count)
        }
        guard let signature = unsafe signature else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        var r = [UInt8](repeating: 0, count: 32)
        var s = r
        guard unsafe BN_bn2binpad(ECDSA_SIG_get0_r(signature), &r, 32) == 32,
            unsafe BN_bn2binpad(ECDSA_SIG_get0_s(signature), &s, 32) == 32
        else { return nil }
        self.raw = r + s
        self.der = der
    }

    /// Nil unless `raw` is 64 bytes long.
    init?(raw: [UInt8]) {
        guard raw.count == Self.rawByteCount, let signature = unsafe ECDSA_SIG_new() else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        let r = unsafe BN_bin2bn(Array(raw[..<32]), 32, nil)
        let s = unsafe BN_bin2bn(Array(raw[32...]), 32, nil)
        guard unsafe ECDSA_SIG_set0(signature, r, s) == 1 else {  // On success it owns both.
            unsafe BN_free(r)
            unsafe BN_free(s)
            return nil
        }
        var der = [UInt8](repeating: 0, count: 80)
        let count = unsafe der.withUnsafeMutableBufferPointer { buffer in
            var position = buffer.baseAddress
            return unsafe i2d_ECDSA_SIG(signature, &position)  // At most 72 bytes.
        }
        guard count > 0 else { return nil }
        self.raw = raw
        self.der = Array(der.prefix(Int(count)))
    }
}
