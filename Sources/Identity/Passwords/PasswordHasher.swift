// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CSodium
import Glibc
public import Wire

/// Argon2id (RFC 9106) through libsodium: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
///
/// With the usual parameters a hash takes about 20 ms and 19 MiB on the thread that calls.
public struct PasswordHasher: PasswordHashing {
    /// What a hash costs.
    public struct Parameters: Sendable, Hashable {
        /// Passes over the memory, from 1.
        public var passes: UInt64
        /// From 8 KiB.
        public var memoryBytes: Int

        /// The usual parameters: two passes over 19 MiB.
        public init(passes: UInt64 = 2, memoryBytes: Int = 19 << 20) {
            self.passes = passes
            self.memoryBytes = memoryBytes
        }
    }

    public let parameters: Parameters

    /// - Precondition: The parameters are within what libsodium takes.
    public init(_ parameters: Parameters = Parameters()) {
        precondition(Self.isReady, "libsodium cannot be initialised")
        precondition(
            (UInt64(crypto_pwhash_opslimit_min())...UInt64(crypto_pwhash_opslimit_max())).contains(parameters.passes)
                && (crypto_pwhash_memlimit_min()...crypto_pwhash_memlimit_max()).contains(parameters.memoryBytes),
            "No password hash has such parameters"
        )
        self.parameters = parameters
    }

    public func hash(_ password: SecretText) throws(IdentityFailure) -> String {
        var text = [CChar](repeating: 0, count: crypto_pwhash_strbytes())
        let utf8 = password.bytes
        let result = unsafe crypto_pwhash_str_alg(
            &text,
            utf8,
            UInt64(utf8.count),
            self.parameters.passes,
            self.parameters.memoryBytes,
            crypto_pwhash_alg_argon2id13()
        )
        guard result == 0 else { throw Self.noMemory("hashing a password") }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    public func isMatch(_ password: SecretText, _ hash: String) throws(IdentityFailure) -> Bool {
        guard let text = Self.phc(hash) else {
            throw IdentityFailure(.unreadableHash, while: "checking a password", cause: "not an Argon2 hash")
        }
        let utf8 = password.bytes
        errno = 0
        if unsafe crypto_pwhash_str_verify(text, utf8, UInt64(utf8.count)) == 0 { return true }
        // libsodium sets EINVAL for a password that does not match and for nothing else.
        guard errno == EINVAL else { throw Self.noMemory("checking a password") }
        return false
    }

    public func needsRehash(_ hash: String) -> Bool {
        guard let text = Self.phc(hash) else { return true }
        let result = unsafe crypto_pwhash_str_needs_rehash(text, self.parameters.passes, self.parameters.memoryBytes)
        return result != 0 || !hash.hasPrefix("$argon2id$")
    }

    private static let isReady = sodium_init() >= 0

    /// The hash in a buffer as large as libsodium takes; nil unless libsodium can read it.
    private static func phc(_ hash: String) -> [CChar]? {
        let utf8 = Array(hash.utf8)
        let size = crypto_pwhash_strbytes()
        guard utf8.count < size, hash.hasPrefix("$argon2"), !utf8.contains(0) else { return nil }
        let text = utf8.map { CChar(bitPattern: $0) } + [CChar](repeating: 0, count: size - utf8.count)
        // Answers -1 for what it cannot read; the parameters do not matter here.
        let isReadable = unsafe crypto_pwhash_str_needs_rehash(text, 1, crypto_pwhash_memlimit_min()) >= 0
        return isReadable ? text : nil
    }

    private static func noMemory(_ activity: String) -> IdentityFailure {
        IdentityFailure(.outOfMemory, while: activity, cause: "libsodium found no memory for the hash")
    }
}

extension SecretText {
    /// The text's UTF-8 as C takes it.
    fileprivate var bytes: [CChar] { self.revealed.utf8.map { CChar(bitPattern: $0) } }
}
