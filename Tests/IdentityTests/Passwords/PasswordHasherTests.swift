// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Identity
import Testing
import Wire

@Suite
struct PasswordHasherTests {
    private let hasher = PasswordHasher(CountingHasher.cheap)

    @Test("a hash matches its password and no other")
    func roundTrip() throws {
        for password in ["correct horse", "", "密码", "with\0zero", String(repeating: "x", count: 1_024)] {
            let hash = try self.hasher.hash(SecretText(password))
            #expect(try self.hasher.isMatch(SecretText(password), hash))
            #expect(try !self.hasher.isMatch(SecretText(password + "x"), hash))
        }
    }

    @Test("a hash says how it was made: two passes over 19 MiB unless told otherwise")
    func format() throws {
        let hash = try PasswordHasher().hash(SecretText("correct horse"))
        #expect(hash.wholeMatch(of: /\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+\/]{22}\$[A-Za-z0-9+\/]{43}/) != nil)
        #expect(try self.hasher.hash(SecretText("x")).hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
    }

    @Test("two hashes of one password differ")
    func salt() throws {
        #expect(try self.hasher.hash(SecretText("x")) != self.hasher.hash(SecretText("x")))
    }

    @Test("a hash made with other parameters still matches and is to be made anew")
    func rehash() throws {
        let today = PasswordHasher(.init(passes: 2, memoryBytes: 16_384))
        let old = try self.hasher.hash(SecretText("x"))
        #expect(try today.isMatch(SecretText("x"), old))
        #expect(today.needsRehash(old))
        #expect(try !today.needsRehash(today.hash(SecretText("x"))))
    }

    @Test(
        "what is no Argon2 hash is a failure and not a wrong password",
        arguments: [
            "", "$2b$12$abcdefghijklmnopqrstuu", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$",
            "$argon2id$v=19$m=8,t=1,p=1$\0", String(repeating: "$argon2id$", count: 50),
        ]
    )
    func unreadable(hash: String) {
        let failure = #expect(throws: IdentityFailure.self) { try self.hasher.isMatch(SecretText("x"), hash) }
        #expect(failure?.code == .unreadableHash)
        #expect(self.hasher.needsRehash(hash))
    }

    @Test("a random password has three groups, no look-alikes and comes once")
    func randomPassword() {
        let passwords = (0..<500).map { _ in RandomPassword.make().revealed }
        #expect(Set(passwords).count == passwords.count)
        for password in passwords {
            #expect(password.wholeMatch(of: /[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){2}/) != nil)
        }
        #expect(pow(31, 15) > pow(2, 70))
    }
}
