// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Glibc
import Identity
import Testing
import Wire

@Suite
struct SigningKeyTests {
    /// RFC 7515 appendix A.3.1: the key, and the token in its three parts.
    private enum Example {
        static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
        static let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
        static let signed =
            "eyJhbGciOiJFUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        static let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        /// PKCS #8 of the key with its private half, as the same appendix gives it.
        static let pem = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff
            H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp
            7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt
            -----END PRIVATE KEY-----

            """
    }

    @Test("the example of RFC 7515 appendix A.3 verifies, and no other message or signature does")
    func example() throws {
        let key = try SigningKey(x: decoded(Example.x), y: decoded(Example.y))
        let message = Array(Example.signed.utf8)
        let signature = try decoded(Example.signature)
        #expect(key.verify(signature, of: message))
        #expect(!key.verify(signature, of: message + [0]))
        for index in 0..<64 {
            var wrong = signature
            wrong[index] ^= 1
            #expect(!key.verify(wrong, of: message))
        }
    }

    @Test("a key read from PEM is the key of its coordinates, and what it signs verifies with them")
    func pem() throws {
        let pair = try SigningKey(pem: Array(Example.pem.utf8))
        let half = try SigningKey(x: decoded(Example.x), y: decoded(Example.y))
        #expect(pair.id == half.id)
        // Made with `openssl` and `sha256sum` from the members in RFC 7638's order.
        #expect(pair.id == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U")
        for count in [0, 1, 1_000] {
            let message = SecureRandom.bytes(count)
            let signature = try pair.sign(message)
            #expect(signature.count == 64)
            #expect(half.verify(signature, of: message))
        }
        #expect(throws: IdentityFailure.self) { try half.sign([1]) }
    }

    @Test("a signature counts with its 64 bytes only")
    func signatureLength() throws {
        let key = try SigningKey.make()
        let message = Array("message".utf8)
        let signature = try key.sign(message)
        for count in [0, 1, 32, 63] { #expect(!key.verify(Array(signature.prefix(count)), of: message)) }
        #expect(!key.verify(signature + [0], of: message))
        #expect(!key.verify([UInt8](repeating: 0, count: 64), of: message))
        #expect(!key.verify([UInt8](repeating: 0xFF, count: 64), of: message))
    }

    @Test("signatures whose numbers start with zeros keep their length")
    func leadingZeros() throws {
        let key = try SigningKey.make()
        // One in 128 has a zero in front of one of its numbers.
        for index in 0..<600 {
            let message = Array("message \(index)".utf8)
            #expect(try key.verify(key.sign(message), of: message))
        }
    }

    @Test("a point that is not on the curve, a key of another kind and no key at all are refused")
    func otherKeys() throws {
        let x = try decoded(Example.x)
        #expect(throws: IdentityFailure.self) { try SigningKey(x: x, y: x) }
        #expect(throws: IdentityFailure.self) { try SigningKey(x: x, y: []) }
        #expect(throws: IdentityFailure.self) { try SigningKey(pem: []) }
        #expect(throws: IdentityFailure.self) { try SigningKey(pem: Array(Example.pem.utf8.dropFirst(40))) }
        // An Ed25519 key (RFC 8410 section 10.3).
        let other = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----

            """
        let failure = #expect(throws: IdentityFailure.self) { try SigningKey(pem: Array(other.utf8)) }
        #expect(failure?.cause == "not an elliptic-curve key on P-256")
    }

    @Test("the key's file is made on first use, for the server alone, and is the same ever after")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = SigningKeyFile(path: folder.path + "/signing.pem")
        let first = try file.load()
        #expect(try file.load().id == first.id)
        #expect(try folder.contents == ["signing.pem"])
        #expect(try folder.mode(of: "signing.pem") == 0o600)
    }

    @Test("a key that others may read is not used, and the failure says what to do")
    func readableFile() throws {
        let folder = try TemporaryFolder()
        let file = SigningKeyFile(path: folder.path + "/signing.pem")
        _ = try file.load()
        let result = unsafe chmod(file.path, 0o640)
        #expect(result == 0)
        let failure = #expect(throws: IdentityFailure.self) { try file.load() }
        #expect(failure?.code == .file)
        #expect(failure?.cause.contains("chmod 600") == true)
    }

    @Test("a folder that is not there is a failure that names the file")
    func noFolder() {
        let failure = #expect(throws: IdentityFailure.self) { try SigningKeyFile(path: "/nowhere/signing.pem").load() }
        #expect(failure?.description.contains("/nowhere/signing.pem: No such file") == true)
    }

    @Test("servers that start at once in one folder get one key")
    func race() async throws {
        let folder = try TemporaryFolder()
        let file = SigningKeyFile(path: folder.path + "/signing.pem")
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try file.load().id } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try folder.contents == ["signing.pem"])
    }
}

/// The bytes of a base64url text.
func decoded(_ text: String) throws -> [UInt8] {
    let bytes = Base64URL.decode(Array(text.utf8).span)
    return try #require(bytes)
}
