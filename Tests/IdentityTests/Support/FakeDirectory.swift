// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime

/// Accounts in memory, and a store that fails when it is told to.
final class FakeDirectory: AccountDirectory {
    private struct State {
        var records: [UInt64: SignInRecord] = [:]
        var identifiers: [String: UInt64] = [:]
        var failures = 0
        var lookups = 0
    }

    private let state = Guarded(State())

    var lookups: Int { self.state.withLock { $0.lookups } }

    func add(_ record: SignInRecord, as identifier: String) {
        self.state.withLock { state in
            state.records[record.account] = record
            state.identifiers[identifier] = record.account
        }
    }

    func update(_ record: SignInRecord) { self.state.withLock { $0.records[record.account] = record } }

    /// Lets the next `count` calls fail.
    func fail(_ count: Int) { self.state.withLock { $0.failures = count } }

    func record(identifiedBy identifier: String) throws(StoreFailure) -> SignInRecord? {
        try self.answer { state in state.identifiers[identifier].flatMap { state.records[$0] } }
    }

    func record(of account: UInt64) throws(StoreFailure) -> SignInRecord? {
        try self.answer { $0.records[account] }
    }

    func replacePasswordHash(of account: UInt64, with hash: String) throws(StoreFailure) {
        try self.answer { state in state.records[account] = state.records[account]?.with(passwordHash: hash) }
    }

    private func answer<Value>(_ body: (inout State) -> Value) throws(StoreFailure) -> Value {
        try self.state.withLock { state throws(StoreFailure) in
            state.lookups += 1
            guard state.failures == 0 else {
                state.failures -= 1
                throw StoreFailure(while: "reading an account", cause: "the disk is slow")
            }
            return body(&state)
        }
    }
}

extension SignInRecord {
    /// An account of the root unit.
    static func make(
        _ account: UInt64,
        passwordHash: String?,
        isDisabled: Bool = false,
        tokenGeneration: UInt32 = 1
    ) -> SignInRecord {
        SignInRecord(
            account: account,
            passwordHash: passwordHash,
            isDisabled: isDisabled,
            tokenGeneration: tokenGeneration,
            profile: Profile(principal: Principal(.account, account), name: "Account \(account)"),
            unitPath: [RosterUnit(id: UnitID(1), parent: nil, name: "Ministry", order: 0)],
            mayCreateRooms: true,
            authority: .none
        )
    }

    func with(
        passwordHash: String?? = nil,
        isDisabled: Bool? = nil,
        tokenGeneration: UInt32? = nil
    ) -> SignInRecord {
        .make(
            self.account,
            passwordHash: passwordHash ?? self.passwordHash,
            isDisabled: isDisabled ?? self.isDisabled,
            tokenGeneration: tokenGeneration ?? self.tokenGeneration
        )
    }
}
