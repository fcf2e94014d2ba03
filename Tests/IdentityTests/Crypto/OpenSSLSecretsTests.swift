// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Identity
import Testing
import Wire

@Suite
struct OpenSSLSecretsTests {
    @Test("the SHA-256 of abc is that of FIPS 180-4")
    func sha256() {
        let hexadecimal = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(SHA256.digest(of: Array("abc".utf8)).hexadecimal == hexadecimal)
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(SHA256.digest(of: []).hexadecimal == empty)
    }

    @Test("what is kept of a secret is the first half of its SHA-256")
    func digest() throws {
        let secret = try #require(ResumeSecret(Array(0..<16)))
        let digest = OpenSSLSecrets().digest(of: secret)
        let bytes = SHA256.digest(of: Array(0..<16))
        #expect(digest.high == bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) })
        #expect(digest.low == bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) })
    }

    @Test("a thousand secrets, and a thousand random numbers, are all different")
    func different() {
        let secrets = OpenSSLSecrets()
        #expect(Set((0..<1_000).map { _ in secrets.makeSecret() }).count == 1_000)
        #expect(Set((0..<1_000).map { _ in secrets.randomBits() }).count == 1_000)
    }

    @Test("bytes are equal when all of them are")
    func constantTime() {
        #expect(ConstantTime.isEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.isEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.isEqual([1, 2, 3], [1, 2]))
        #expect(ConstantTime.isEqual([], []))
    }
}

extension [UInt8] {
    var hexadecimal: String {
        self.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
