// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime

/// Refresh tokens in memory.
final class FakeTokenStore: RefreshTokenStore {
    private let state = Guarded<[[UInt8]: RefreshTokenRecord]>([:])

    var records: [RefreshTokenRecord] { self.state.withLock { Array($0.values) } }

    func insert(_ record: RefreshTokenRecord) throws(StoreFailure) {
        self.state.withLock { $0[record.digest] = record }
    }

    func record(withDigest digest: [UInt8]) throws(StoreFailure) -> RefreshTokenRecord? {
        self.state.withLock { $0[digest] }
    }

    func exchange(digest: [UInt8], for successor: RefreshTokenRecord) throws(StoreFailure) -> Bool {
        self.state.withLock { records in
            guard let old = records[digest], !old.isSpent else { return false }
            records[digest] = RefreshTokenRecord(
                digest: old.digest,
                family: old.family,
                account: old.account,
                issuedAt: old.issuedAt,
                expiresAt: old.expiresAt,
                isSpent: true
            )
            records[successor.digest] = successor
            return true
        }
    }

    func revoke(family: [UInt8]) throws(StoreFailure) {
        self.state.withLock { records in records = records.filter { $0.value.family != family } }
    }

    func revokeAll(of account: UInt64) throws(StoreFailure) {
        self.state.withLock { records in records = records.filter { $0.value.account != account } }
    }

    func removeExpired(before moment: Timestamp) throws(StoreFailure) {
        self.state.withLock { records in records = records.filter { $0.value.expiresAt >= moment } }
    }
}
