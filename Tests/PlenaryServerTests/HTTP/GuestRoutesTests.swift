// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import Identity
import LoopRuntime
import Testing
import WebSocketTransport
import Wire

@testable import PlenaryServer

@Suite("Routes of guests")
struct GuestRoutesTests {
    private static let signIn = "/api/v1/auth/guest"
    private static let code = "/api/v1/invitation/qr"

    private let desk: HTTPDesk
    private let room: RoomID

    init() throws {
        var configuration = ServerConfiguration()
        configuration.publicURL = "https://meet.example"
        self.desk = try HTTPDesk(configuration)
        self.room = try #require(RoomID(428_913_577))
    }

    private func card(endingInMs ms: Int64 = 3_600_000) -> InvitationCard {
        self.desk.signIn.entrance.invitations.card(
            of: InvitationNumber(3),
            in: self.room,
            until: SystemClock().wall.advanced(byMs: ms)
        )
    }

    private func body(_ card: InvitationCard, pin: String? = nil, name: String = "Zhao Li") -> String {
        #"{"invitation":"\#(card.code.revealed)","pin":"\#(pin ?? card.pin.revealed)","name":"\#(name)","more":[1]}"#
    }

    @Test("a guest gets a token that signs in to the room of the invitation, and no cookie")
    func signedIn() async throws {
        let response = await self.desk.post(Self.signIn, self.body(self.card(), name: " 赵丽 "))
        #expect(response.status == 200)
        #expect(response.value("content-type") == "application/json")
        #expect(response.value("cache-control") == "no-store")
        #expect(response.value("set-cookie") == nil)
        let answer = try JSONDecoder().decode(Answer.self, from: Data(response.body))
        #expect(answer.room == "428913577")
        #expect(answer.participant.wholeMatch(of: /guest:[1-9][0-9]*/) != nil)
        let lifeMs = answer.expiresAt - SystemClock().wall.ms
        #expect((86_300_000...86_400_000).contains(lifeMs))
        let claims = try self.desk.signIn.accessTokens.verify(SecretText(answer.accessToken), at: SystemClock().wall)
        guard case .guest(let guest) = claims.subject else {
            Issue.record("it is a token of \(claims.subject)")
            return
        }
        #expect("guest:\(guest.id)" == answer.participant)
        #expect(guest.pass == GuestPass(room: self.room, invitation: InvitationNumber(3)))
        #expect(guest.name == "赵丽")
    }

    private struct Answer: Decodable {
        let accessToken: String
        let expiresAt: Int64
        let participant: String
        let room: String
    }

    @Test("each refusal has its status and its code")
    func refused() async throws {
        let card = self.card()
        let wrong = card.pin.revealed == "000000" ? "000001" : "000000"
        let cases: [(body: String, status: Int, code: ErrorCode)] = [
            (#"{"invitation":"AAAA","pin":"000000","name":"x"}"#, 401, .invitationWrong),
            (self.body(card, pin: wrong), 401, .pinWrong),
            (self.body(self.card(endingInMs: -1_000)), 410, .invitationExpired),
            (self.body(card, name: ""), 400, .invalidParams),
            (self.body(card, pin: "12"), 400, .invalidParams),
        ]
        for (body, status, code) in cases {
            let response = await self.desk.post(Self.signIn, body)
            #expect(response.status == status)
            #expect(response.value("content-type") == "application/problem+json")
            #expect(response.text.contains(#""code":"\#(code.rawValue)""#), "\(response.text)")
        }
        for _ in 0..<19 { _ = await self.desk.post(Self.signIn, self.body(card, pin: wrong)) }
        let closed = await self.desk.post(Self.signIn, self.body(card))
        #expect(closed.status == 429)
        #expect(closed.value("retry-after") == "30")
        #expect(closed.text.contains(#""code":"locked_out""#))
    }

    @Test("a body that is no sign-in is refused")
    func malformed() async {
        let members = #"{"invitation":"a""#
        for body in ["", "{", "[]", "{}", members + "}", members + #","pin":"b"}"#, #"{"invitation":1}"#] {
            let response = await self.desk.post(Self.signIn, body)
            #expect(response.status == 400)
            #expect(response.text.contains(#""code":"invalid_params""#))
        }
    }

    @Test("pages of other sites and other methods than POST get nothing")
    func gates() async {
        for path in [Self.signIn, Self.code] {
            let foreign = await self.desk.post(path, self.body(self.card()), isFromAllowedOrigin: false)
            #expect(foreign.status == 403)
            let read = await self.desk.get(path, from: "127.0.0.1")
            #expect(read.status == 405)
            #expect(read.value("allow") == "POST")
        }
    }

    @Test("the link of an invitation comes as a QR code that nobody keeps, also when it has expired")
    func qrCode() async throws {
        for card in [self.card(), self.card(endingInMs: -1_000)] {
            let response = await self.desk.post(Self.code, #"{"invitation":"\#(card.code.revealed)"}"#)
            let expected = try #require(QRCode(of: "https://meet.example/g#\(card.code.revealed)"))
            #expect(response.status == 200)
            #expect(response.text == expected.svg)
            #expect(response.value("content-type")?.hasPrefix("image/svg+xml") == true)
            #expect(response.value("cache-control") == "no-store")
        }
    }

    @Test("only codes of this server are drawn")
    func foreignCode() async {
        let theirs = GuestInvitations(key: .make())
            .card(of: InvitationNumber(3), in: self.room, until: SystemClock().wall)
        for code in ["", "https://evil.example", theirs.code.revealed, String(self.card().code.revealed.dropLast())] {
            let response = await self.desk.post(Self.code, #"{"invitation":"\#(code)"}"#)
            #expect(response.status == 401)
            #expect(response.text.contains(#""code":"invitation_wrong""#))
        }
        #expect(await self.desk.post(Self.code, #"{"code":"x"}"#).status == 400)
    }

    @Test("a guest's token opens nothing that is an account's")
    func noAccount() async throws {
        let response = await self.desk.post(Self.signIn, self.body(self.card()))
        let token = try JSONDecoder().decode(Answer.self, from: Data(response.body)).accessToken
        for path in ["/api/v1/me", "/api/v1/rooms"] {
            let refused = await self.desk.get(path, from: "127.0.0.1", ["authorization": "Bearer \(token)"])
            #expect(refused.status == 401)
            #expect(refused.text.contains(#""code":"token_invalid""#))
        }
    }

    @Test("a guest is sorted and found by the reading of its name, as accounts are")
    func profile() {
        let principal = Principal(.guest, 77)
        let profile = Profile.guest(principal, name: "赵丽")
        #expect(profile.principal == principal)
        #expect(profile.name == "赵丽")
        #expect(profile.searchKeys == SearchKeys(pinyin: "zhaoli", initials: "zl"))
        #expect(profile.nameKey == Array("zhao li".utf8) + [0] + Array("赵丽".utf8))
    }

    @Test("the key of invitations lies in the data folder, for the server alone, and outlives the node")
    func key() throws {
        let path = self.desk.files.invitationKey
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let card = self.card()
        let again = GuestInvitations(key: try InvitationKeyFile(path: path).load())
        #expect(again.read(card.code)?.room == self.room)
    }
}
