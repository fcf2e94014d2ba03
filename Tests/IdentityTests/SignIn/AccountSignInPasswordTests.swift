// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import LoopRuntime
import Testing
import Wire

@Suite("AccountSignIn, passwords")
struct AccountSignInPasswordTests {
    @Test("the right password gives the account's grant for twelve hours")
    func right() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let grant = try await desk.password("wangwei", "correct horse").get()
        #expect(grant.principal == Principal(.account, 17))
        #expect(grant.unitPath.map(\.name) == ["Ministry"])
        #expect(grant.mayCreateRooms)
        #expect(grant.expiresAt == ManualClock.start.advanced(byMs: 12 * 3_600_000))
        #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 1))
        let event = IdentityEvent.passwordAccepted(account: 17, address: "192.0.2.1", isRehashed: false)
        #expect(desk.observer.events == [event])
    }

    @Test(
        "an unknown, a disabled and a passwordless account answer as a wrong password does, after as many hashes",
        arguments: [
            ("nobody", "correct horse"), ("wangwei", "wrong"), ("lina", "correct horse"), ("lina", "wrong"),
            ("terminal", "correct horse"), ("broken", "correct horse"),
        ]
    )
    func indistinguishable(identifier: String, password: String) async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        desk.directory.add(.make(20, passwordHash: "$2b$12$of another program"), as: "broken")
        // Four times wrong, then a fifth that closes the account.
        for _ in 0..<5 {
            let refusal = await desk.password(identifier, password).refusal
            #expect(refusal == WireError(.credentialsWrong))
            #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 1))
        }
        let refusal = await desk.password(identifier, password).refusal
        #expect(refusal == WireError(.lockedOut, retryAfterMs: 30_000))
        #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 0))
    }

    @Test("a closed account opens to the right password when it was told to, and not before")
    func lockout() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        for _ in 0..<5 { _ = await desk.password("wangwei", "wrong") }
        desk.clock.advance(by: .milliseconds(29_999))
        #expect(await desk.password("wangwei", "correct horse").refusal == WireError(.lockedOut, retryAfterMs: 1))
        desk.clock.advance(by: .milliseconds(1))
        #expect(await desk.password("wangwei", "correct horse").refusal == nil)
        #expect(await desk.password("wangwei", "wrong").refusal == WireError(.credentialsWrong))
    }

    @Test("a closed account is closed from everywhere, and closes nobody else at its address")
    func lockoutByAccount() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        for index in 0..<5 { _ = await desk.password("lina", "wrong", from: "192.0.2.\(index)") }
        #expect(await desk.password("lina", "wrong", from: "198.51.100.7").refusal?.code == .lockedOut)
        #expect(await desk.password("LINA ", "wrong", from: "198.51.100.7").refusal?.code == .lockedOut)
        #expect(await desk.password("wangwei", "correct horse", from: "192.0.2.1").refusal == nil)
    }

    @Test("an address from which hundreds of accounts failed is slowed, and told for how long")
    func addressSlowed() async throws {
        var limits = SignInLimiter.Limits()
        limits.addressFailuresMax = 10
        let desk = try SignInDesk(limits: limits)
        defer { desk.close() }
        for index in 0..<10 { _ = await desk.password("nobody\(index)", "x") }
        let refusal = await desk.password("wangwei", "correct horse").refusal
        #expect(refusal == WireError(.rateLimited, retryAfterMs: 30_000))
        #expect(await desk.password("wangwei", "correct horse", from: "198.51.100.7").refusal == nil)
        desk.clock.advance(by: .seconds(30))
        #expect(await desk.password("wangwei", "correct horse").refusal == nil)
    }

    @Test("a full queue refuses at once with an honest pause, and such an attempt counts for nothing")
    func busy() async throws {
        let gate = Gate()
        let desk = try SignInDesk(hasher: CountingHasher(beforeMatch: { gate.pass() }), passwordQueueMax: 2)
        defer { desk.close() }
        let first = Task { await desk.password("a", "wrong") }
        await gate.waitForArrivals(1)
        let others = ["b", "c"].map { name in Task { await desk.password(name, "wrong") } }
        while desk.pipeline.expectedPasswordWait < .milliseconds(3) { await Task.yield() }
        for _ in 0..<20 {
            let refusal = await desk.password("wangwei", "correct horse").refusal
            #expect(refusal?.code == .signInBusy)
            #expect(refusal?.retryAfterMs ?? 0 >= 3)
        }
        gate.open()
        for task in [first] + others { #expect(await task.value.refusal == WireError(.credentialsWrong)) }
        #expect(await desk.password("wangwei", "correct horse").refusal == nil)
    }

    @Test("a pool that stops answers who waits, and who comes later")
    func stopping() async throws {
        let gate = Gate()
        let desk = try SignInDesk(hasher: CountingHasher(beforeMatch: { gate.pass() }))
        defer { desk.close() }
        let first = Task { await desk.password("wangwei", "correct horse") }
        await gate.waitForArrivals(1)
        let second = Task { await desk.password("lina", "correct horse") }
        while desk.pipeline.expectedPasswordWait < .milliseconds(2) { await Task.yield() }
        desk.pools.passwords.stop()
        #expect(await desk.password("wangwei", "correct horse").refusal == WireError(.overloaded))
        gate.open()
        #expect(await first.value.refusal == nil)
        #expect(await second.value.refusal == WireError(.overloaded))
    }

    @Test("guesses sent at once are not all looked at before the first is known to be wrong")
    func parallelGuesses() async throws {
        let gate = Gate()
        let desk = try SignInDesk(hasher: CountingHasher(beforeMatch: { gate.pass() }))
        defer { desk.close() }
        let guesses = (0..<50).map { index in Task { await desk.password("wangwei", "guess \(index)").refusal?.code } }
        while desk.observer.events.count < 45 { await Task.yield() }  // Those that were slowed.
        gate.open()
        var codes: [ErrorCode?] = []
        for guess in guesses { codes.append(await guess.value) }
        #expect(codes.count { $0 == .credentialsWrong } == 5)
        #expect(codes.count { $0 == .lockedOut } == 45)
    }

    @Test("a store that fails is said to fail, and counts against nobody")
    func storeFailure() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        for _ in 0..<10 {
            desk.directory.fail(1)
            let refusal = await desk.password("wangwei", "wrong").refusal
            #expect(refusal == WireError(.storeUnavailable, retryAfterMs: 1_000))
        }
        #expect(await desk.password("wangwei", "correct horse").refusal == nil)
        let failure = StoreFailure(while: "reading an account", cause: "the disk is slow")
        #expect(desk.observer.events.first == .storeFailing(failure))
    }

    @Test("a hash with older parameters is replaced when its password comes by")
    func rehash() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let old = try PasswordHasher(.init(passes: 2, memoryBytes: 16_384)).hash(SecretText("correct horse"))
        desk.directory.update(.make(17, passwordHash: old))
        #expect(await desk.password("wangwei", "wrong").refusal?.code == .credentialsWrong)
        #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 1))
        #expect(await desk.password("wangwei", "correct horse").refusal == nil)
        #expect(desk.hasher.takeCalls() == .init(hashes: 1, matches: 1))
        let new = try #require(try desk.directory.record(of: 17)?.passwordHash)
        #expect(!desk.hasher.needsRehash(new))
        #expect(await desk.password("wangwei", "correct horse").refusal == nil)
        #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 1))
    }

    @Test("access that is revoked while the password is checked is not given", arguments: [true, false])
    func revokedMeanwhile(isDisabled: Bool) async throws {
        let gate = Gate()
        let desk = try SignInDesk(hasher: CountingHasher(beforeMatch: { gate.pass() }))
        defer { desk.close() }
        let waiting = Task { await desk.password("wangwei", "correct horse") }
        await gate.waitForArrivals(1)
        let record = try #require(try desk.directory.record(of: 17))
        desk.directory.update(isDisabled ? record.with(isDisabled: true) : record.with(tokenGeneration: 2))
        gate.open()
        #expect(await waiting.value.refusal == WireError(.credentialsWrong))
    }

    @Test("what is longer than the protocol allows is refused before any hash")
    func tooLong() async throws {
        let desk = try SignInDesk()
        defer { desk.close() }
        let long = String(repeating: "x", count: 1_025)
        let password = await desk.password("wangwei", long).refusal
        #expect(password == WireError(.invalidParams, details: "password"))
        #expect(await desk.password(long, "x").refusal == WireError(.invalidParams, details: "identifier"))
        #expect(desk.hasher.takeCalls() == .init(hashes: 0, matches: 0))
    }
}
