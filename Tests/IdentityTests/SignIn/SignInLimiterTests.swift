// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Identity
import Testing

@Suite
struct SignInLimiterTests {
    private let account = LimiterKey(identifier: "wangwei")
    private let address = LimiterKey(address: "192.0.2.1")

    @Test("an account closes after five failures, for twice as long each time, at most 15 minutes")
    func doubling() {
        var limiter = SignInLimiter()
        var now: Duration = .seconds(1)
        for _ in 0..<4 { #expect(limiter.fail(self.account, self.address, now) == .admitted) }
        for seconds in [30, 60, 120, 240, 480, 900, 900, 900] {
            #expect(limiter.fail(self.account, self.address, now) == .admitted)
            let verdict = limiter.admit(self.account, from: self.address, at: now)
            #expect(verdict == .accountClosed(retryAfterMs: UInt64(seconds) * 1_000))
            now += .seconds(seconds)
        }
    }

    @Test("a right password makes all failures forgotten")
    func success() {
        var limiter = SignInLimiter()
        for _ in 0..<3 {
            for _ in 0..<4 { #expect(limiter.fail(self.account, self.address, .zero) == .admitted) }
            #expect(limiter.admit(self.account, from: self.address, at: .zero) == .admitted)
            limiter.succeeded(self.account, at: .zero)
        }
    }

    @Test("failures are forgotten after a day without any")
    func memory() {
        var limiter = SignInLimiter()
        for _ in 0..<4 { _ = limiter.fail(self.account, self.address, .zero) }
        #expect(limiter.fail(self.account, self.address, .seconds(86_399)) == .admitted)
        #expect(limiter.admit(self.account, from: self.address, at: .seconds(86_400)) != .admitted)
        for _ in 0..<4 { #expect(limiter.fail(self.account, self.address, .seconds(2 * 86_400)) == .admitted) }
    }

    @Test("attempts that nobody judged leave nothing behind")
    func withdrawn() {
        var limiter = SignInLimiter()
        for _ in 0..<20 {
            #expect(limiter.admit(self.account, from: self.address, at: .zero) == .admitted)
            limiter.withdrawn(self.account, at: .zero)
        }
        #expect(limiter.keyCount == 0)
    }

    @Test("as many attempts are looked at at once as failures are left")
    func pending() {
        var limiter = SignInLimiter()
        _ = limiter.fail(self.account, self.address, .zero)
        for _ in 0..<4 { #expect(limiter.admit(self.account, from: self.address, at: .zero) == .admitted) }
        #expect(limiter.admit(self.account, from: self.address, at: .zero) == .accountClosed(retryAfterMs: 1_000))
    }

    @Test("an address is slowed only when 200 accounts have failed there, and then one may fail every 1.5 s")
    func address200() {
        var limiter = SignInLimiter()
        for index in 0..<200 {
            #expect(limiter.fail(LimiterKey(identifier: "account\(index)"), self.address, .zero) == .admitted)
        }
        let next = LimiterKey(identifier: "next")
        #expect(limiter.admit(next, from: self.address, at: .zero) == .addressSlowed(retryAfterMs: 1_500))
        #expect(limiter.admit(next, from: LimiterKey(address: "192.0.2.2"), at: .zero) == .admitted)
        #expect(limiter.fail(next, self.address, .milliseconds(1_500)) == .admitted)
        let later = limiter.admit(self.account, from: self.address, at: .milliseconds(1_500))
        #expect(later == .addressSlowed(retryAfterMs: 1_500))
    }

    @Test("one account that fails without end never slows its address, not even with successes in between")
    func addressOneAccount() {
        var limiter = SignInLimiter()
        for index in 0..<1_000 {
            let now = Duration.milliseconds(index)
            #expect(limiter.fail(self.account, self.address, now) == .admitted)
            #expect(limiter.admit(self.account, from: self.address, at: now) == .admitted)
            limiter.succeeded(self.account, at: now)
        }
        #expect(limiter.admit(LimiterKey(identifier: "x"), from: self.address, at: .seconds(1)) == .admitted)
    }

    @Test("seven thousand people who sign in behind one address at once, some with a typing error, are all admitted")
    func county() {
        var limiter = SignInLimiter()
        for index in 0..<7_000 {
            let account = LimiterKey(identifier: "account\(index)")
            let now = Duration.milliseconds(index * 10)
            if index % 40 == 0 { #expect(limiter.fail(account, self.address, now) == .admitted) }
            #expect(limiter.admit(account, from: self.address, at: now) == .admitted)
            limiter.succeeded(account, at: now)
        }
    }

    @Test("the memory is bounded, and a key that is used stays")
    func bounded() {
        var limits = SignInLimiter.Limits()
        limits.keysMax = 100
        limits.addressFailuresMax = 1_000_000
        var limiter = SignInLimiter(limits: limits)
        for _ in 0..<4 { _ = limiter.fail(self.account, self.address, .zero) }
        for index in 0..<10_000 {
            let other = LimiterKey(identifier: "account\(index)")
            _ = limiter.fail(other, LimiterKey(address: "10.0.\(index / 256).\(index % 256)"), .zero)
            #expect(limiter.keyCount <= 200)
            guard index % 50 == 0 else { continue }
            #expect(limiter.admit(self.account, from: self.address, at: .zero) == .admitted)
            limiter.withdrawn(self.account, at: .zero)
        }
        #expect(limiter.fail(self.account, self.address, .zero) == .admitted)
        #expect(limiter.admit(self.account, from: self.address, at: .zero) != .admitted)
    }

    @Test("spellings of one identifier, and addresses of one IPv6 site, count as one")
    func keys() {
        #expect(LimiterKey(identifier: "WangWei ") == LimiterKey(identifier: "wangwei"))
        #expect(LimiterKey(identifier: "ＷａｎｇＷｅｉ") == LimiterKey(identifier: "wangwei"))
        #expect(LimiterKey(identifier: "138-0000 0000") == LimiterKey(identifier: "13800000000"))
        #expect(LimiterKey(identifier: "wang.wei") != LimiterKey(identifier: "wangwei"))
        #expect(LimiterKey(identifier: "192.0.2.1") != LimiterKey(address: "192.0.2.1"))
        #expect(LimiterKey(address: "2001:db8:0:1::7") == LimiterKey(address: "2001:db8:0:1:ffff::1"))
        #expect(LimiterKey(address: "2001:db8:0:1::7") != LimiterKey(address: "2001:db8:0:2::7"))
        #expect(LimiterKey(address: "::ffff:192.0.2.1") == LimiterKey(address: "192.0.2.1"))
        #expect(LimiterKey(address: "192.0.2.1") != LimiterKey(address: "192.0.2.2"))
    }

    @Test("whatever comes, a pause that was named is long enough, and none is too long", arguments: 0..<30)
    func anything(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var limits = SignInLimiter.Limits()
        limits.addressFailuresMax = 8
        limits.keysMax = 12
        var limiter = SignInLimiter(limits: limits)
        var pending: [(LimiterKey, LimiterKey)] = []
        var now = Duration.zero
        for _ in 0..<2_000 {
            let account = LimiterKey(identifier: "account\(Int.random(in: 0..<20, using: &generator))")
            let address = LimiterKey(address: "192.0.2.\(Int.random(in: 0..<5, using: &generator))")
            now += .milliseconds(Int.random(in: 0..<20_000, using: &generator))
            switch limiter.admit(account, from: address, at: now) {
            case .admitted: pending.append((account, address))
            case .accountClosed(let retryAfterMs), .addressSlowed(let retryAfterMs):
                #expect((1...900_000).contains(retryAfterMs))
                self.expectNoLonger(than: retryAfterMs, account, address, limiter, now)
            }
            guard Int.random(in: 0..<3, using: &generator) > 0, let (account, address) = pending.popLast() else {
                continue
            }
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: limiter.succeeded(account, at: now)
            case 1: limiter.withdrawn(account, at: now)
            default: limiter.failed(account, from: address, at: now)
            }
            #expect(limiter.keyCount <= 2 * limits.keysMax)
        }
    }

    /// After the pause the same refusal does not come again, unless other attempts are still being looked at.
    private func expectNoLonger(
        than pauseMs: UInt64,
        _ account: LimiterKey,
        _ address: LimiterKey,
        _ limiter: SignInLimiter,
        _ now: Duration
    ) {
        var ahead = limiter
        let before = ahead.admit(account, from: address, at: now)
        let after = ahead.admit(account, from: address, at: now + .milliseconds(pauseMs))
        switch (before, after) {
        case (.accountClosed(1_000), _): break
        case (.accountClosed, .accountClosed(let retryAfterMs)): #expect(retryAfterMs == 1_000)
        case (.addressSlowed, .addressSlowed): Issue.record("An address was slowed for longer than it was told")
        case (_, .admitted), (_, .addressSlowed), (.admitted, _), (.addressSlowed, _): break
        }
    }
}

extension SignInLimiter {
    /// An attempt that is wrong if it is looked at.
    fileprivate mutating func fail(_ account: LimiterKey, _ address: LimiterKey, _ now: Duration) -> Verdict {
        let verdict = self.admit(account, from: address, at: now)
        if verdict == .admitted { self.failed(account, from: address, at: now) }
        return verdict
    }
}
