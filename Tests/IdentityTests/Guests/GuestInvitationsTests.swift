// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Testing
import Wire

@testable import Identity

@Suite
struct GuestInvitationsTests {
    private let invitations: GuestInvitations
    private let room: RoomID
    private let expiresAt = ManualClock.start.advanced(byMs: 86_400_000)

    init() throws {
        self.invitations = GuestInvitations(key: try #require(InvitationKey(Array(0..<32))))
        self.room = try #require(RoomID(428_913_577))
    }

    private func card(_ number: UInt16 = 1) -> InvitationCard {
        self.invitations.card(of: InvitationNumber(number), in: self.room, until: self.expiresAt)
    }

    @Test("a code says which invitation it is of, in 32 characters that a link can hold")
    func roundTrip() throws {
        let rooms = [RoomID.range.lowerBound, 428_913_577, RoomID.range.upperBound].compactMap { RoomID($0) }
        for room in rooms {
            for number in [UInt16(1), 255, 256, .max] {
                for seconds in [Int64(0), 1_764_086_400, Int64(UInt32.max)] {
                    let expiresAt = Timestamp(ms: seconds * 1_000)
                    let card = self.invitations.card(of: InvitationNumber(number), in: room, until: expiresAt)
                    #expect(card.code.revealed.wholeMatch(of: /[A-Za-z0-9_-]{32}/) != nil)
                    #expect(card.pin.revealed.wholeMatch(of: /[0-9]{6}/) != nil)
                    let code = try #require(self.invitations.read(card.code))
                    #expect(code.room == room)
                    #expect(code.number == InvitationNumber(number))
                    #expect(code.expiresAt == expiresAt)
                    #expect(self.invitations.isRight(card.pin, for: code))
                }
            }
        }
    }

    @Test("the same invitation has the same code and PIN for ever, and these are they")
    func derived() {
        // Computed by Python's hmac; a change of either would end every invitation that is out.
        #expect(self.card().code == SecretText("ARmQs6kAAWkl0oB8pXugj65AqhUM7cXD"))
        #expect(self.card().pin == SecretText("215667"))
        let later = self.invitations.card(
            of: InvitationNumber(1),
            in: self.room,
            until: self.expiresAt.advanced(byMs: 999)
        )
        #expect(later.code == self.card().code)
    }

    @Test("a code with any bit changed is none of ours")
    func flipped() throws {
        let bytes = try decoded(self.card().code.revealed)
        #expect(bytes.count == 24)
        for bit in 0..<bytes.count * 8 {
            var wrong = bytes
            wrong[bit / 8] ^= 1 << (bit % 8)
            #expect(self.invitations.read(SecretText(Base64URL.text(of: wrong))) == nil)
        }
    }

    @Test("a code that is cut, longer or written otherwise is none of ours")
    func form() {
        let code = self.card().code.revealed
        for count in 0..<code.count { #expect(self.invitations.read(SecretText(String(code.prefix(count)))) == nil) }
        for text in [code + "A", code + "=", " " + code, "#" + code, String(code.dropLast()) + "=", code + code, "\0"] {
            #expect(self.invitations.read(SecretText(text)) == nil)
        }
    }

    @Test("a signed code of another version, or of a room that cannot be, is none of ours")
    func unreadable() throws {
        let key = Array(UInt8(0)..<32)
        let said = try decoded(self.card().code.revealed).prefix(11)
        func read(_ bytes: [UInt8]) -> InvitationCode? {
            let mac = HMACSHA256.code(of: Array("plenary invitation".utf8) + bytes, under: key).prefix(13)
            return self.invitations.read(SecretText(Base64URL.text(of: bytes + mac)))
        }
        #expect(read(Array(said)) != nil)
        #expect(read([2] + said.dropFirst()) == nil)
        #expect(read([1, 0, 0, 0, 1] + said.dropFirst(5)) == nil)
        #expect(read([1, 255, 255, 255, 255] + said.dropFirst(5)) == nil)
    }

    @Test("another key makes other codes and PINs, and reads none of ours")
    func otherKey() throws {
        let other = GuestInvitations(key: .make())
        let theirs = other.card(of: InvitationNumber(1), in: self.room, until: self.expiresAt)
        #expect(theirs.code != self.card().code)
        #expect(other.read(self.card().code) == nil)
        #expect(self.invitations.read(theirs.code) == nil)
    }

    @Test("a PIN opens its own invitation alone, and nothing that resembles it opens any")
    func pins() throws {
        let code = try #require(self.invitations.read(self.card().code))
        let pin = self.card().pin.revealed
        #expect(self.invitations.isRight(SecretText(pin), for: code))
        for wrong in ["", String(pin.dropLast()), pin + "0", " " + pin, String(pin.reversed()) + "x", "000000"] {
            #expect(!self.invitations.isRight(SecretText(wrong), for: code))
        }
        // Two of many may agree; that all do would need no PIN.
        let pins = Set((1...100).map { self.card($0).pin })
        #expect(pins.count > 95)
    }

    @Test("PINs are spread over all six digits, leading zeros among them")
    func spread() {
        let pins = (1...2_000).map { self.card($0).pin.revealed }
        #expect(pins.allSatisfy { $0.utf8.count == 6 })
        for place in 0..<6 {
            let digits = pins.map { Array($0)[place] }
            for digit in "0123456789" { #expect((120...290).contains(digits.count { $0 == digit })) }
        }
    }

    @Test("nothing that can be printed shows the key, a code or a PIN")
    func secrets() throws {
        let key = try #require(InvitationKey(Array(repeating: 171, count: 32)))
        let invitations = GuestInvitations(key: key)
        let card = invitations.card(of: InvitationNumber(1), in: self.room, until: self.expiresAt)
        let login = GuestLogin(code: card.code, pin: card.pin, name: "Zhao Li", address: "192.0.2.1")
        let printed: [Any] = [key, invitations, card, login]
        for value in printed {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                for secret in ["171", card.code.revealed, card.pin.revealed] { #expect(!text.contains(secret)) }
            }
        }
    }
}
