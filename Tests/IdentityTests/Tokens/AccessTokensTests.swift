// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing
import Wire

@testable import Identity

@Suite
struct AccessTokensTests {
    private let now = ManualClock.start
    private let key: SigningKey
    private let tokens: AccessTokens

    init() throws {
        self.key = try SigningKey.make()
        self.tokens = AccessTokens(issuer: "plenary.example", signing: self.key)
    }

    private func refusal(of token: SecretText, at now: Timestamp? = nil) -> AccessTokenRefusal? {
        do {
            _ = try self.tokens.verify(token, at: now ?? self.now)
            return nil
        } catch {
            return error
        }
    }

    @Test("a token says what it was issued for, in whole seconds, for fifteen minutes")
    func roundTrip() throws {
        let (token, claims) = try self.tokens.issue(for: .max, generation: 7, at: Timestamp(ms: self.now.ms + 999))
        #expect(claims.subject == .account(.max, generation: 7))
        #expect(claims.issuedAt == self.now)
        #expect(claims.expiresAt == self.now.advanced(byMs: 900_000))
        #expect(try self.tokens.verify(token, at: self.now) == claims)
        let again = try self.tokens.issue(for: .max, generation: 7, at: self.now)
        #expect(again.claims.id != claims.id)
    }

    @Test("a token is three parts in base64url, and its header names the algorithm and the key")
    func format() throws {
        let token = try self.tokens.issue(for: 17, generation: 1, at: self.now).token.revealed
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        #expect(parts.count == 3)
        let header = String(decoding: try decoded(parts[0]), as: UTF8.self)
        #expect(header == #"{"alg":"ES256","typ":"JWT","kid":"\#(self.key.id)"}"#)
        let payload = String(decoding: try decoded(parts[1]), as: UTF8.self)
        let start = #"{"iss":"plenary.example","sub":"17","iat":1764000000,"exp":1764000900,"gen":1,"jti":""#
        #expect(payload.hasPrefix(start))
        #expect(try decoded(parts[2]).count == 64)
    }

    @Test("a token counts until it expires, and five seconds more for clocks that differ")
    func expiry() throws {
        let (token, claims) = try self.tokens.issue(for: 17, generation: 1, at: self.now)
        #expect(self.refusal(of: token, at: claims.expiresAt.advanced(byMs: 4_999)) == nil)
        #expect(self.refusal(of: token, at: claims.expiresAt.advanced(byMs: 5_000)) == .expired)
    }

    @Test("a change of any character is noticed")
    func tampering() throws {
        let token = try self.tokens.issue(for: 17, generation: 1, at: self.now).token.revealed
        let text = Array(token.utf8)
        for index in text.indices {
            var wrong = text
            wrong[index] = text[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(self.refusal(of: SecretText(String(decoding: wrong, as: UTF8.self))) != nil)
        }
        for count in 0..<text.count {
            #expect(self.refusal(of: SecretText(String(decoding: text.prefix(count), as: UTF8.self))) != nil)
        }
        for tail in [".", "A", "=", " ", "\0", ".e30"] { #expect(self.refusal(of: SecretText(token + tail)) != nil) }
    }

    @Test(
        "no algorithm but ES256 counts, whatever the signature",
        arguments: ["none", "None", "", "HS256", "RS256", "ES384", "ES512", "es256", "ES256K", "EdDSA"]
    )
    func algorithm(name: String) throws {
        let header = #"{"alg":"\#(name)","typ":"JWT","kid":"\#(self.key.id)"}"#
        for signature in [[], [UInt8](repeating: 0, count: 32), [UInt8](repeating: 0, count: 64)] {
            #expect(self.refusal(of: self.token(header: header, signature: signature)) == .algorithmNotAllowed)
        }
        #expect(self.refusal(of: try self.signed(header: header)) == .algorithmNotAllowed)
    }

    @Test("a token of another key is refused, be it unknown, under our key's name, or brought along in the header")
    func otherKey() throws {
        let other = try SigningKey.make()
        let theirs = AccessTokens(issuer: "plenary.example", signing: other)
        let token = try theirs.issue(for: 17, generation: 1, at: self.now).token
        #expect(self.refusal(of: token) == .unknownKey)
        let header = #"{"alg":"ES256","typ":"JWT","kid":"\#(self.key.id)"}"#
        #expect(self.refusal(of: try self.signed(header: header, with: other)) == .signatureWrong)
        let brought = #"{"alg":"ES256","kid":"\#(other.id)","jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}"#
        #expect(self.refusal(of: try self.signed(header: brought, with: other)) == .unknownKey)
        #expect(self.refusal(of: try self.signed(header: #"{"alg":"ES256"}"#)) == .unknownKey)
        let both = AccessTokens(issuer: "plenary.example", signing: self.key, accepting: [other])
        #expect(try both.verify(token, at: self.now).subject == .account(17, generation: 1))
    }

    @Test(
        "a header that asks for more than we understand is malformed",
        arguments: [
            #"{"alg":"ES256","kid":"KID","crit":["b64"],"b64":false}"#, #"{"alg":"ES256","alg":"none","kid":"KID"}"#,
            #"{"alg":"ES256","kid":"KID","typ":"JWE"}"#, #"{"kid":"KID"}"#, #"{"alg":["ES256"],"kid":"KID"}"#, "[]",
            #"{"alg":"ES256","kid":"KID"} x"#, "",
        ]
    )
    func header(text: String) throws {
        let header = text.replacing("KID", with: self.key.id)
        #expect(self.refusal(of: try self.signed(header: header)) == .malformed)
    }

    @Test(
        "claims that are missing or of another shape are malformed, even when they are signed",
        arguments: [
            "iss", "sub", "iat", "exp", "gen", "jti", "{}", "[]", #"{"sub":17"#, "sub:17", "sub:x", "sub:-1", "exp:x",
            "exp:1.5", "exp:-1", "exp:9007199254740991", "gen:4294967296", "gen:-1",
        ]
    )
    func claims(change: String) throws {
        var members = [
            "iss": #""plenary.example""#, "sub": #""17""#, "iat": "1764000000", "exp": "1764000900", "gen": "1",
            "jti": #""x""#,
        ]
        let good = "{" + members.map { #""\#($0)":\#($1)"# }.joined(separator: ",") + "}"
        #expect(self.refusal(of: try self.tokens.sign(Array(good.utf8))) == nil)
        let parts = change.split(separator: ":").map(String.init)
        var payload = change
        if members[parts[0]] != nil {
            members[parts[0]] = parts.count == 1 ? nil : Int(parts[1]) == nil ? #""\#(parts[1])""# : parts[1]
            payload = "{" + members.map { #""\#($0)":\#($1)"# }.joined(separator: ",") + "}"
        }
        #expect(self.refusal(of: try self.tokens.sign(Array(payload.utf8))) == .malformed)
    }

    @Test("another issuer's token, and one that is not in force yet, are refused by their names")
    func issuerAndNotBefore() throws {
        let other = AccessTokens(issuer: "other.example", signing: self.key)
        #expect(self.refusal(of: try other.issue(for: 17, generation: 1, at: self.now).token) == .issuerWrong)
        let claims = #"{"iss":"plenary.example","sub":"17","iat":1,"exp":1764000900,"gen":1,"jti":"x""#
        let early = try self.tokens.sign(Array((claims + #","nbf":1764000100}"#).utf8))
        #expect(self.refusal(of: early, at: Timestamp(ms: 1_764_000_094_999)) == .notYetValid)
        #expect(self.refusal(of: early, at: Timestamp(ms: 1_764_000_095_000)) == nil)
    }

    @Test("random bytes and random changes never pass and never stop the process", arguments: 0..<10)
    func anything(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let token = Array(try self.tokens.issue(for: 17, generation: 1, at: self.now).token.revealed.utf8)
        for _ in 0..<200 {
            var text = token
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let place = Int.random(in: text.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: text[place] = UInt8.random(in: 32..<127, using: &generator)
                case 1: text.remove(at: place)
                default: text.insert(UInt8.random(in: 32..<127, using: &generator), at: place)
                }
            }
            guard text != token else { continue }
            #expect(self.refusal(of: SecretText(String(decoding: text, as: UTF8.self))) != nil)
        }
    }

    @Test("verifying a token takes a fraction of a millisecond")
    func speed() throws {
        let token = try self.tokens.issue(for: 17, generation: 1, at: self.now).token
        let time = try ContinuousClock().measure {
            for _ in 0..<200 { _ = try self.tokens.verify(token, at: self.now) }
        }
        #expect(time / 200 < .milliseconds(20))  // Far above what it takes, for a machine that does other things.
    }

    // MARK: Tokens that we would not issue

    private func token(header: String, signature: [UInt8]) -> SecretText {
        let payload = #"{"iss":"plenary.example","sub":"17","iat":1764000000,"exp":1764000900,"gen":1,"jti":"x"}"#
        let parts = [Array(header.utf8), Array(payload.utf8), signature]
        return SecretText(parts.map { Base64URL.text(of: $0) }.joined(separator: "."))
    }

    private func signed(header: String, with key: SigningKey? = nil) throws -> SecretText {
        let unsigned = self.token(header: header, signature: []).revealed
        let signature = try (key ?? self.key).sign(Array(unsigned.utf8.dropLast()))
        return SecretText(unsigned + Base64URL.text(of: signature))
    }
}
