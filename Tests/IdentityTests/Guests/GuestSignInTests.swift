// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import LoopRuntime
import Testing
import Wire

@Suite
struct GuestSignInTests {
    @Test("code and PIN make a guest of one room, for a day, without any hash or look into the store")
    func signIn() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        let token = try await guests.signIn("  Zhao Li ").get()
        #expect(token.room == guests.room)
        #expect(token.expiresAt == ManualClock.start.advanced(byMs: 86_400_000))
        #expect((1...9_007_199_254_740_991).contains(token.guest))
        let grant = try await guests.desk.authenticate(.accessToken(token.accessToken)).get()
        #expect(
            grant
                == Grant(
                    profile: Profile(
                        principal: Principal(.guest, token.guest),
                        name: "Zhao Li",
                        nameKey: Array("Zhao Li".utf8)
                    ),
                    unitPath: [],
                    mayCreateRooms: false,
                    authority: .none,
                    expiresAt: token.expiresAt,
                    generation: 0,
                    pass: GuestPass(room: guests.room, invitation: InvitationNumber(3))
                )
        )
        #expect(guests.desk.hasher.takeCalls() == .init(hashes: 0, matches: 0))
        #expect(guests.desk.directory.lookups == 0)
        #expect(
            guests.desk.observer.events == [
                .guestSignedIn(room: guests.room, guest: token.guest, address: "192.0.2.1")
            ]
        )
        #expect(try await guests.signIn().get().guest != token.guest)
    }

    @Test("a guest's token opens no account, is not renewed, and ends")
    func noAccount() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        let token = try await guests.signIn().get()
        #expect(await guests.desk.account(of: token.accessToken) == .failure(WireError(.tokenInvalid)))
        #expect(await guests.desk.refresh(token.accessToken).refusal == WireError(.tokenInvalid))
        #expect(await guests.desk.currentGrant(of: Principal(.guest, token.guest)) == nil)
        // An account of the same number changes nothing for the guest, and nor does the end of its tokens.
        guests.desk.directory.add(.make(token.guest, passwordHash: nil, isDisabled: true), as: "namesake")
        guests.desk.pipeline.revocations.revoke(token.guest, before: 9)
        #expect(await guests.desk.authenticate(.accessToken(token.accessToken)).refusal == nil)
        guests.desk.clock.advance(by: .seconds(86_406))
        #expect(await guests.desk.authenticate(.accessToken(token.accessToken)).refusal == WireError(.tokenInvalid))
    }

    @Test("a code that is none of ours is refused before the PIN is looked at")
    func wrongCode() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        let other = GuestInvitations(key: .make())
        let theirs = other.card(of: InvitationNumber(3), in: guests.room, until: ManualClock.start)
        for code in ["", "x", String(guests.card.code.revealed.dropLast()), theirs.code.revealed] {
            for _ in 0..<10 { #expect(await guests.signIn(code: code).refusal == WireError(.invitationWrong)) }
        }
        #expect(
            guests.desk.observer.events.first
                == .guestRefused(room: nil, code: .invitationWrong, address: "192.0.2.1")
        )
        #expect(await guests.signIn().refusal == nil)
    }

    @Test("too many wrong PINs close the invitation to their address, to the right one too")
    func wrongPIN() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        for _ in 0..<20 { #expect(await guests.signIn(pin: guests.wrongPIN).refusal == WireError(.pinWrong)) }
        let closed = WireError(.lockedOut, retryAfterMs: 30_000)
        #expect(await guests.signIn().refusal == closed)
        #expect(await guests.signIn(from: "192.0.2.2").refusal == nil)
        let codes: [ErrorCode] = guests.desk.observer.events.compactMap { event in
            guard case .guestRefused(guests.room, let code, "192.0.2.1") = event else { return nil }
            return code
        }
        #expect(codes == Array(repeating: .pinWrong, count: 20) + [.lockedOut])
        guests.desk.clock.advance(by: .seconds(30))
        #expect(await guests.signIn().refusal == nil)
    }

    @Test("an address with failures on very many invitations is told that it is the address")
    func slowedAddress() async throws {
        var limits = GuestLimits()
        limits.fromAddress.addressFailuresMax = 1
        let guests = try GuestDesk(limits: limits)
        defer { guests.desk.close() }
        #expect(await guests.signIn(pin: guests.wrongPIN).refusal == WireError(.pinWrong))
        #expect(await guests.signIn().refusal == WireError(.rateLimited, retryAfterMs: 300_000))
    }

    @Test("only who shows the PIN hears that the invitation has expired, from that very moment on")
    func expired() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        guests.desk.clock.advance(by: .milliseconds(86_399_999))
        #expect(await guests.signIn().refusal == nil)
        guests.desk.clock.advance(by: .milliseconds(1))
        #expect(await guests.signIn(pin: guests.wrongPIN).refusal == WireError(.pinWrong))
        #expect(await guests.signIn().refusal == WireError(.invitationExpired))
    }

    @Test("a name is refused before anything else is looked at, and counts as no attempt")
    func names() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        let wrong = ["", "  ", String(repeating: "x", count: 65), "Zhao\nLi", "Zhao\u{0}", "\u{202E}iL oahZ"]
        for name in wrong {
            let refusal = await guests.signIn(name, pin: guests.wrongPIN).refusal
            #expect(refusal == WireError(.invalidParams, details: "name"))
        }
        #expect(guests.desk.observer.events.isEmpty)
        #expect(await guests.signIn(String(repeating: "王", count: 64)).refusal == nil)
        #expect(await guests.signIn("\u{3000}王\t").refusal == nil)
    }

    @Test("what is no PIN counts as no attempt")
    func pinForm() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        for pin in ["", "04291", "0429170", "04291x", "０４２９１７", " 42917"] {
            #expect(await guests.signIn(pin: pin).refusal == WireError(.invalidParams, details: "pin"))
        }
        #expect(await guests.signIn().refusal == nil)
    }

    @Test("after the stop nobody looks")
    func stopped() async throws {
        let guests = try GuestDesk()
        guests.desk.pools.tokens.stop()
        #expect(await guests.signIn().refusal == WireError(.overloaded))
        guests.desk.close()
    }

    @Test("nothing that can be printed shows a secret, and no event names the guest")
    func secrets() async throws {
        let guests = try GuestDesk()
        defer { guests.desk.close() }
        let token = try await guests.signIn().get()
        _ = await guests.signIn(pin: guests.wrongPIN)
        let printed: [Any] = [token, guests.guests, guests.desk.observer.events]
        let secrets = [
            token.accessToken.revealed, guests.card.code.revealed, guests.card.pin.revealed, guests.wrongPIN, "Zhao",
        ]
        for value in printed {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                for secret in secrets { #expect(!text.contains(secret), "\(secret) in \(text)") }
            }
        }
    }
}
