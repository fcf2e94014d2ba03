// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL
internal import Wire

/// A key pair, or the public half of one, for ES256: ECDSA with P-256 and SHA-256 (RFC 7518 section 3.4).
///
/// Sole owner of one `EVP_PKEY`. Every method may be called from any thread.
@safe
public final class SigningKey: @unchecked Sendable {
    // @unchecked: the key never changes once it is made, and OpenSSL uses such keys from many threads.
    private let key: OpaquePointer

    /// Names the key in the header of a token: its thumbprint (RFC 7638), so that a key has one name everywhere.
    public let id: String

    /// Takes over `key`, and frees it when it is not of the one kind that signs ES256.
    private init(owning key: OpaquePointer, while activity: String) throws(IdentityFailure) {
        guard let point = unsafe Self.publicPoint(of: key) else {
            unsafe EVP_PKEY_free(key)
            throw IdentityFailure(.cryptography, while: activity, cause: "not an elliptic-curve key on P-256")
        }
        unsafe self.key = key
        self.id = Self.thumbprint(of: point)
    }

    deinit {
        unsafe EVP_PKEY_free(self.key)
    }

    /// A fresh key pair.
    public static func make() throws(IdentityFailure) -> SigningKey {
        let activity = "making a signing key"
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { throw .openSSL(while: activity) }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            unsafe EVP_PKEY_generate(context, &key) == 1,
            let key = unsafe key
        else { throw .openSSL(while: activity) }
        return try unsafe SigningKey(owning: key, while: activity)
    }

    /// The key pair of an unencrypted PEM text (RFC 5958 or RFC 5915).
    public convenience init(pem: [UInt8]) throws(IdentityFailure) {
        let activity = "reading a signing key"
        guard let text = unsafe BIO_new_mem_buf(pem, Int32(clamping: pem.count)) else {
            throw .openSSL(while: activity)
        }
        defer { unsafe BIO_free(text) }
        // Asked for a passphrase, this gives none: without it OpenSSL would ask at the terminal.
        guard let key = unsafe PEM_read_bio_PrivateKey(text, nil, { _, _, _, _ in -1 }, nil) else {
            throw .openSSL(while: activity)
        }
        try unsafe self.init(owning: key, while: activity)
    }

    /// A public key from its coordinates, 32 bytes each (RFC 7518 section 6.2.1): it verifies and cannot sign.
    public convenience init(x: [UInt8], y: [UInt8]) throws(IdentityFailure) {
        let activity = "reading a public key"
        guard x.count == 32, y.count == 32 else {
            throw IdentityFailure(.cryptography, while: activity, cause: "a coordinate is not 32 bytes long")
        }
        let info = Self.publicKeyInfo + [4] + x + y
        let key = unsafe info.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return unsafe d2i_PUBKEY(nil, &position, buffer.count)
        }
        guard let key = unsafe key else { throw .openSSL(while: activity) }
        try unsafe self.init(owning: key, while: activity)
    }

    /// The key pair as PEM (PKCS #8, unencrypted), for a file that nobody else may read.
    func pem() throws(IdentityFailure) -> [UInt8] {
        let activity = "writing a signing key"
        guard let text = unsafe BIO_new(BIO_s_mem()) else { throw .openSSL(while: activity) }
        defer { unsafe BIO_free(text) }
        var bytes = [UInt8](repeating: 0, count: 1_024)
        guard unsafe PEM_write_bio_PKCS8PrivateKey(text, self.key, nil, nil, 0, nil, nil) == 1 else {
            throw .openSSL(while: activity)
        }
        let count = unsafe BIO_read(text, &bytes, Int32(bytes.count))
        guard count > 0 else { throw .openSSL(while: activity) }
        return Array(bytes.prefix(Int(count)))
    }

    // MARK: Signatures

    /// The signature of `message`: R and S, 32 bytes each (RFC 7518 section 3.4).
    public func sign(_ message: [UInt8]) throws(IdentityFailure) -> [UInt8] {
        let activity = "signing"
        guard let context = unsafe EVP_MD_CTX_new() else { throw .openSSL(while: activity) }
        defer { unsafe EVP_MD_CTX_free(context) }
        // The signature in DER takes at most 72 bytes.
        var der = [UInt8](repeating: 0, count: 128)
        var count = der.count
        guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, self.key) == 1,
            unsafe EVP_DigestSign(context, &der, &count, message, message.count) == 1,
            let signature = ES256Signature(der: Array(der.prefix(count)))
        else { throw .openSSL(while: activity) }
        return signature.raw
    }

    /// Whether `signature`, R and S of 32 bytes each, is this key's for `message`.
    public func verify(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let der = ES256Signature(raw: signature)?.der, let context = unsafe EVP_MD_CTX_new() else { return false }
        defer {
            unsafe EVP_MD_CTX_free(context)
            ERR_clear_error()
        }
        guard unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, self.key) == 1 else { return false }
        return unsafe EVP_DigestVerify(context, der, der.count, message, message.count) == 1
    }

    // MARK: The public half

    /// SubjectPublicKeyInfo of a P-256 key up to its point (RFC 5480 section 2), which is always the same.
    private static let publicKeyInfo: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
        0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ]

    /// The uncompressed point, 65 bytes; nil for a key that is not on P-256.
    private static func publicPoint(of key: OpaquePointer) -> [UInt8]? {
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard unsafe EVP_PKEY_is_a(key, "EC") == 1,
            unsafe EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1,
            name.prefix(count).elementsEqual("prime256v1".utf8.map { CChar(bitPattern: $0) })
        else { return nil }
        var point = [UInt8](repeating: 0, count: 65)
        guard unsafe EVP_PKEY_get_octet_string_param(key, "pub", &point, point.count, &count) == 1,
            count == point.count, point[0] == 4
        else { return nil }
        return point
    }

    /// RFC 7638 section 3: the required members in order, without white space, hashed.
    private static func thumbprint(of point: [UInt8]) -> String {
        let x = Base64URL.text(of: Array(point[1..<33]))
        let y = Base64URL.text(of: Array(point[33...]))
        let key = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        return Base64URL.text(of: SHA256.digest(of: Array(key.utf8)))
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "signing key \(self.id)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Base64url text of bytes, for tokens and names of keys.
extension Base64URL {
    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        Self.append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
