// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import DirectoryCore
import Foundation
import Testing

@testable import SQLiteStore

@Suite("Refresh tokens")
struct RefreshTokenTests {
    private let bench: DirectoryBench
    private let store: any RefreshTokenStore
    private let account: UInt64

    init() throws {
        self.bench = try DirectoryBench()
        self.store = self.bench.directory
        self.account = try self.bench.add(self.bench.details("wei", "张伟")).id.rawValue
    }

    private func token(_ digest: UInt8, family: UInt8 = 1, expiresAt: Int64 = 1_000) -> RefreshTokenRecord {
        RefreshTokenRecord(
            digest: [UInt8](repeating: digest, count: 32),
            family: [UInt8](repeating: family, count: 16),
            account: self.account,
            issuedAt: Timestamp(ms: 1),
            expiresAt: Timestamp(ms: expiresAt),
            isSpent: false
        )
    }

    @Test("are exchanged once, and a spent one is still known for what it is")
    func exchange() throws {
        let (first, second, third) = (self.token(1), self.token(2), self.token(3))
        try self.store.insert(first)
        #expect(try self.store.record(withDigest: first.digest) == first)
        #expect(try self.store.exchange(digest: first.digest, for: second))
        #expect(try self.store.record(withDigest: first.digest)?.isSpent == true)
        #expect(try self.store.record(withDigest: second.digest) == second)
        #expect(try !self.store.exchange(digest: first.digest, for: third))
        #expect(try self.store.record(withDigest: third.digest) == nil, "a lost exchange inserts nothing")
        #expect(try !self.store.exchange(digest: third.digest, for: third), "an unknown token is exchanged for nothing")
    }

    @Test("shown by two at the same time are exchanged for one of them")
    func race() async throws {
        try self.store.insert(self.token(1))
        let (store, digest) = (self.store, self.token(1).digest)
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 2...17 as ClosedRange<UInt8> {
                let successor = self.token(number)
                group.addTask { try store.exchange(digest: digest, for: successor) }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(winners == 1)
    }

    @Test("are forgotten by sign-in, by account, and when they have expired")
    func revoking() throws {
        try self.store.insert(self.token(1, family: 1))
        try self.store.insert(self.token(2, family: 1, expiresAt: 2_000))
        try self.store.insert(self.token(3, family: 2, expiresAt: 2_000))
        try self.store.removeExpired(before: Timestamp(ms: 1_001))
        #expect(try self.store.record(withDigest: self.token(1).digest) == nil)
        try self.store.revoke(family: self.token(1, family: 1).family)
        #expect(try self.store.record(withDigest: self.token(2).digest) == nil)
        #expect(try self.store.record(withDigest: self.token(3).digest) != nil)
        try self.store.revokeAll(of: self.account)
        #expect(try self.store.record(withDigest: self.token(3).digest) == nil)
    }

    @Test("of an account that does not exist, or with a digest that is there, are a failure")
    func conflicts() throws {
        try self.store.insert(self.token(1))
        let failure = #expect(throws: StoreFailure.self) { try self.store.insert(self.token(1)) }
        #expect(failure?.cause.hasPrefix("conflict") == true)
        let stray = RefreshTokenRecord(
            digest: [9],
            family: [9],
            account: 99,
            issuedAt: Timestamp(ms: 1),
            expiresAt: Timestamp(ms: 2),
            isSpent: false
        )
        #expect(throws: StoreFailure.self) { try self.store.insert(stray) }
    }
}
