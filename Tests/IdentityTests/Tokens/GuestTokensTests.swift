// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Testing
import Wire

@testable import Identity

@Suite
struct GuestTokensTests {
    private let now = ManualClock.start
    private let tokens: AccessTokens
    private let guest: GuestClaims

    init() throws {
        self.tokens = AccessTokens(issuer: "plenary.example", signing: try .make())
        let room = try #require(RoomID(428_913_577))
        self.guest = GuestClaims(
            id: 77,
            pass: GuestPass(room: room, invitation: InvitationNumber(3)),
            name: #"赵"李\"#
        )
    }

    private func refusal(of payload: String) throws -> AccessTokenRefusal? {
        do {
            _ = try self.tokens.verify(try self.tokens.sign(Array(payload.utf8)), at: self.now)
            return nil
        } catch let refusal as AccessTokenRefusal {
            return refusal
        }
    }

    @Test("a guest's token says who, where, by which invitation and under which name, for its own life")
    func roundTrip() throws {
        let (token, claims) = try self.tokens.issue(for: self.guest, life: .seconds(86_400), at: self.now)
        #expect(claims.subject == .guest(self.guest))
        #expect(claims.expiresAt == self.now.advanced(byMs: 86_400_000))
        #expect(try self.tokens.verify(token, at: self.now) == claims)
        let payload = try decoded(String(token.revealed.split(separator: ".")[1]))
        let start =
            #"{"iss":"plenary.example","sub":"guest:77","iat":1764000000,"exp":1764086400,"room":"428913577","#
            + #""inv":3,"name":"赵\"李\\","jti":""#
        #expect(String(decoding: payload, as: UTF8.self).hasPrefix(start))
    }

    @Test("it is checked like any other: key, issuer, time")
    func checked() throws {
        let token = try self.tokens.issue(for: self.guest, life: .seconds(86_400), at: self.now).token
        let end = self.now.advanced(byMs: 86_405_000)
        #expect(throws: AccessTokenRefusal.expired) { try self.tokens.verify(token, at: end) }
        let stranger = AccessTokens(issuer: "plenary.example", signing: try .make())
        #expect(throws: AccessTokenRefusal.unknownKey) { try stranger.verify(token, at: self.now) }
    }

    @Test("the longest name makes no token longer than the protocol allows")
    func longestName() throws {
        let name = String(repeating: "\u{1F468}", count: WireLimits.guestNameCharacters.upperBound)
        let guest = GuestClaims(id: GuestClaims.ids.upperBound, pass: self.guest.pass, name: name)
        let token = try self.tokens.issue(for: guest, life: .seconds(86_400), at: self.now).token
        #expect(WireLimits.accessTokenBytes.contains(token.revealed.utf8.count))
        #expect(try self.tokens.verify(token, at: self.now).subject == .guest(guest))
    }

    @Test(
        "claims that are missing or of another shape are malformed, even when they are signed",
        arguments: [
            "sub:guest:0", "sub:guest:9007199254740992", "sub:guest:077", "sub:guest:", "sub:guest", "sub:terminal:77",
            "sub:account:77", "sub:77", "room", "room:42891357", "room:000000001", "room:#428913577", "inv", "inv:x",
            "inv:#65536", "inv:#-1", "name", "name:#1",
        ]
    )
    func claims(change: String) throws {
        var members = [
            "iss": #""plenary.example""#, "sub": #""guest:77""#, "iat": "1764000000", "exp": "1764000900",
            "room": #""428913577""#, "inv": "3", "name": #""Zhao""#, "jti": #""x""#,
        ]
        func payload() -> String { "{" + members.map { #""\#($0)":\#($1)"# }.joined(separator: ",") + "}" }
        #expect(try self.refusal(of: payload()) == nil)
        let parts = change.split(separator: ":", maxSplits: 1).map(String.init)
        // A number sign stands in front of what is no string.
        members[parts[0]] =
            parts.count == 1 ? nil : parts[1].hasPrefix("#") ? String(parts[1].dropFirst()) : #""\#(parts[1])""#
        #expect(try self.refusal(of: payload()) == .malformed)
    }
}
