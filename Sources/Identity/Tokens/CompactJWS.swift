// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// The three parts of a token (RFC 7515 section 7.1), decoded but not yet believed.
struct CompactJWS {
    let header: [UInt8]
    let payload: [UInt8]
    /// 64 bytes.
    let signature: [UInt8]
    /// What the signature is of: the first two parts as they stand.
    let signed: [UInt8]

    init(_ token: String) throws(AccessTokenRefusal) {
        let text = Array(token.utf8)
        guard WireLimits.accessTokenBytes.contains(text.count) else { throw .malformed }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = Base64URL.decode(Array(parts[0]).span),
            let payload = Base64URL.decode(Array(parts[1]).span),
            let signature = Base64URL.decode(Array(parts[2]).span)
        else { throw .malformed }
        self.header = header
        self.payload = payload
        self.signature = signature
        self.signed = Array(text[..<parts[1].endIndex])
    }
}
