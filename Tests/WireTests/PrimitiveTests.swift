// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@Suite("Primitives on the wire")
struct PrimitiveTests {
    @Test("a text that is not exactly what a type writes is none of its values")
    func strictness() {
        for text in ["", "12345678", "1234567890", "12345678a", "-12345678", "１23456789"] {
            #expect(WireRoom(text) == nil, "\(text)")
        }
        for text in ["", "00c2f5a81b3e9d7", "00c2f5a81b3e9d740", "00C2F5A81B3E9D74", "00c2f5a81b3e9d7g"] {
            #expect(WireSession(text) == nil, "\(text)")
        }
        for text in [
            "", "account", "account:", ":1", "account:01", "account:-1", "account:+1", "account: 1", "user:1",
            "Account:1", "account:1:2", "account:18446744073709551616", "account:99999999999999999999",
        ] {
            #expect(WireParticipant(text) == nil, "\(text)")
        }
        for text in [
            "", "rooms", "Room", "summary:", "summary:01", "summary:4294967296", "summary:1/1", "page:1", "page:1/",
            "page:/1", "page:1/0", "page:1/1/1", "page:", "self:1", "own",
        ] {
            #expect(StreamName(text) == nil, "\(text)")
        }
    }

    @Test("what a type writes it reads back")
    func roundTrips() {
        for number: UInt32 in [0, 1, 428_913_577, 999_999_999] {
            #expect(WireRoom(WireRoom(number).text) == WireRoom(number))
        }
        #expect(WireRoom(17).text == "000000017")
        for id: UInt64 in [0, 1, .max, 0x00C2_F5A8_1B3E_9D74] {
            #expect(WireSession(WireSession(id).text) == WireSession(id))
            for kind in WireParticipant.Kind.allCases {
                let participant = WireParticipant(kind, id)
                #expect(WireParticipant(participant.text) == participant)
            }
        }
        let streams: [StreamName: String] = [
            .room: "room", .summary: "summary", .own: "self", .unitSummary(unit: 0): "summary:0",
            .unitSummary(unit: .max): "summary:4294967295", .page(unit: 1_301, page: 1): "page:1301/1",
        ]
        for (stream, text) in streams {
            #expect(stream.text == text)
            #expect(StreamName(text) == stream)
            #expect(stream.isWatchable == text.contains(":"))
        }
    }

    @Test("a resume token has the layout of the page and does not print its secret")
    func resumeToken() throws {
        let token = try SampleRequests.token(firstByte: 0)
        #expect(token.text == "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0ODw")
        #expect(ResumeToken(token.text) == token)
        var dumped = ""
        dump(token, to: &dumped)
        for printed in [
            "\(token)", String(reflecting: token), "\(token.secret)", String(reflecting: token.secret), dumped,
        ] {
            #expect(!printed.contains("AAECAwQF"))
            #expect(!printed.contains("283686952306183"), "the halves of the secret as numbers")
            #expect(!printed.contains("579005069656919567"))
        }
    }

    @Test(
        "a resume token that was tampered with is none",
        arguments: [
            "", "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0OD", "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0ODwA",
            "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0ODx", "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0ODw==",
            "AgABAADC9agbPp10AAECAwQFBgcICQoLDA0ODw", "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0OD+",
            "AQABAADC9agbPp10AAECAwQFBgcICQoLDA0OD/", "AQABAADC9agbPp10 AECAwQFBgcICQoLDA0ODw",
        ]
    )
    func badTokens(text: String) {
        #expect(ResumeToken(text) == nil)
    }

    @Test("a secret has sixteen bytes and gives them back")
    func secret() throws {
        let bytes = (0..<16).map { UInt8(255 - $0) }
        #expect(try #require(ResumeSecret(bytes)).revealed == bytes)
        #expect(ResumeSecret(Array(bytes.dropLast())) == nil)
        #expect(ResumeSecret(bytes + [0]) == nil)
    }

    @Test("a room's number of ten digits stops the process")
    func hugeRoom() async {
        await #expect(processExitsWith: .failure) { _ = WireRoom(1_000_000_000) }
    }

    @Test("raw values of kinds are those that logs keep")
    func kinds() {
        #expect(WireParticipant.Kind.allCases.map(\.rawValue) == [1, 2, 3, 4])
        #expect(WireParticipant.Kind.allCases.map(\.word) == ["account", "terminal", "site", "guest"])
    }
}
