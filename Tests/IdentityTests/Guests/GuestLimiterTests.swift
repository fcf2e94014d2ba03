// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Testing

@testable import Identity

@Suite
struct GuestLimiterTests {
    private let invitation: InvitationCode
    private let address = "192.0.2.1"

    init() throws {
        self.invitation = try Self.invitation(1)
    }

    private static func invitation(_ number: UInt16) throws -> InvitationCode {
        InvitationCode(
            room: try #require(RoomID(428_913_577)),
            number: InvitationNumber(number),
            expiresAt: Timestamp(ms: 1_764_086_400_000)
        )
    }

    /// The 99th address and those after it are of another network of IPv6 each.
    private func address(_ index: Int) -> String {
        index < 99 ? "192.0.2.\(index)" : "2001:db8:\(String(index, radix: 16))::1"
    }

    @Test("twenty wrong PINs close the invitation to their address for 30 s, each further one for twice as long")
    func doubling() {
        var limiter = GuestLimiter()
        var now: Duration = .seconds(1)
        for _ in 0..<19 {
            #expect(limiter.judge(isRight: false, self.invitation, from: self.address, at: now) == .wrong)
        }
        for seconds in [30, 60, 120, 240, 480, 900, 900] {
            #expect(limiter.judge(isRight: false, self.invitation, from: self.address, at: now) == .wrong)
            for isRight in [false, true] {
                let verdict = limiter.judge(isRight: isRight, self.invitation, from: self.address, at: now)
                #expect(verdict == .invitationClosed(retryAfterMs: UInt64(seconds) * 1_000))
            }
            now += .seconds(seconds)
        }
        #expect(limiter.judge(isRight: true, self.invitation, from: self.address, at: now) == .right)
    }

    @Test("others come in by an invitation that is closed to one address, and that address by others")
    func apart() throws {
        var limiter = GuestLimiter()
        for _ in 0..<20 { _ = limiter.judge(isRight: false, self.invitation, from: self.address, at: .zero) }
        #expect(limiter.judge(isRight: true, self.invitation, from: "192.0.2.2", at: .zero) == .right)
        let other = try Self.invitation(2)
        #expect(limiter.judge(isRight: true, other, from: self.address, at: .zero) == .right)
    }

    @Test("addresses of one network of IPv6 count as one")
    func network() {
        var limiter = GuestLimiter()
        for host in 1...20 {
            #expect(limiter.judge(isRight: false, self.invitation, from: "2001:db8::\(host)", at: .zero) == .wrong)
        }
        let verdict = limiter.judge(isRight: true, self.invitation, from: "2001:db8::9", at: .zero)
        #expect(verdict == .invitationClosed(retryAfterMs: 30_000))
    }

    @Test("fifty wrong PINs from anywhere slow the invitation to fifty in 15 minutes, for everybody")
    func whole() throws {
        var limiter = GuestLimiter()
        for index in 0..<50 {
            #expect(limiter.judge(isRight: false, self.invitation, from: self.address(index), at: .zero) == .wrong)
        }
        let closed = limiter.judge(isRight: true, self.invitation, from: self.address(60), at: .zero)
        #expect(closed == .invitationClosed(retryAfterMs: 18_000))
        #expect(limiter.judge(isRight: true, try Self.invitation(2), from: self.address(60), at: .zero) == .right)
        // A right one costs nothing, so it comes in where a wrong one might have been tried.
        for _ in 0..<3 {
            #expect(limiter.judge(isRight: true, self.invitation, from: self.address(60), at: .seconds(18)) == .right)
        }
        #expect(limiter.judge(isRight: false, self.invitation, from: self.address(61), at: .seconds(18)) == .wrong)
        let again = limiter.judge(isRight: true, self.invitation, from: self.address(62), at: .seconds(18))
        #expect(again == .invitationClosed(retryAfterMs: 18_000))
    }

    @Test("nobody gets more than fifty and one every 18 s out of an invitation, however many addresses they have")
    func rate() {
        var limiter = GuestLimiter()
        var wrong = 0
        for second in stride(from: 0, to: 3_600, by: 6) {
            for attempt in 0..<5 {
                let address = self.address(100 + (second * 5 + attempt) % 30_000)
                let now = Duration.seconds(second)
                if limiter.judge(isRight: false, self.invitation, from: address, at: now) == .wrong { wrong += 1 }
            }
        }
        #expect((245...250).contains(wrong), "\(wrong)")
    }

    @Test("a right PIN makes the failures of its address forgotten, and those of the invitation count on")
    func success() {
        var limiter = GuestLimiter()
        for _ in 0..<12 {
            for _ in 0..<4 {
                #expect(limiter.judge(isRight: false, self.invitation, from: self.address, at: .zero) == .wrong)
            }
            #expect(limiter.judge(isRight: true, self.invitation, from: self.address, at: .zero) == .right)
        }
        for _ in 0..<2 { _ = limiter.judge(isRight: false, self.invitation, from: self.address, at: .zero) }
        let verdict = limiter.judge(isRight: true, self.invitation, from: self.address, at: .zero)
        #expect(verdict == .invitationClosed(retryAfterMs: 18_000))
    }

    @Test("an attempt at a slowed invitation is not held against its address")
    func slowedIsFree() {
        var limiter = GuestLimiter()
        for index in 0..<50 {
            _ = limiter.judge(isRight: false, self.invitation, from: self.address(index), at: .zero)
        }
        for _ in 0..<20 {
            let verdict = limiter.judge(isRight: false, self.invitation, from: self.address(60), at: .zero)
            #expect(verdict == .invitationClosed(retryAfterMs: 18_000))
        }
    }

    @Test("an address that fails on very many invitations is slowed, last of all")
    func slowedAddress() throws {
        var limiter = GuestLimiter()
        for number in 1...200 {
            let invitation = try Self.invitation(UInt16(number))
            #expect(limiter.judge(isRight: false, invitation, from: self.address, at: .zero) == .wrong)
        }
        let next = try Self.invitation(201)
        let verdict = limiter.judge(isRight: true, next, from: self.address, at: .zero)
        #expect(verdict == .addressSlowed(retryAfterMs: 1_500))
        #expect(limiter.judge(isRight: true, next, from: "192.0.2.2", at: .zero) == .right)
    }

    @Test("what is remembered is bounded, and an invitation that very many addresses try is not forgotten")
    func bounded() {
        var limits = GuestLimits()
        limits.fromAddress.keysMax = 100
        var limiter = GuestLimiter(limits: limits)
        var wrong = 0
        for index in 0..<2_000 {
            if limiter.judge(isRight: false, self.invitation, from: self.address(100 + index), at: .zero) == .wrong {
                wrong += 1
            }
            #expect(limiter.keyCount <= 300)
        }
        #expect(wrong == 50)
    }

    @Test("right PINs leave nothing behind")
    func nothing() {
        var limiter = GuestLimiter()
        for index in 0..<90 {
            #expect(limiter.judge(isRight: true, self.invitation, from: self.address(index), at: .zero) == .right)
        }
        #expect(limiter.keyCount == 0)
    }
}
