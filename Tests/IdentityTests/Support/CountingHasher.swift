// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Identity
import LoopRuntime
import Wire

/// Real hashes of the least cost, counted.
final class CountingHasher: PasswordHashing {
    struct Calls: Equatable {
        var hashes = 0
        var matches = 0
    }

    static let cheap = PasswordHasher.Parameters(passes: 1, memoryBytes: 8_192)

    private let hasher: PasswordHasher
    private let state = Guarded(Calls())
    /// Run before each comparison, on the worker.
    private let beforeMatch: @Sendable () -> Void

    init(_ parameters: PasswordHasher.Parameters = cheap, beforeMatch: @escaping @Sendable () -> Void = {}) {
        self.hasher = PasswordHasher(parameters)
        self.beforeMatch = beforeMatch
    }

    /// What was called since the last reading.
    func takeCalls() -> Calls {
        self.state.withLock { calls in
            defer { calls = Calls() }
            return calls
        }
    }

    func hash(_ password: SecretText) throws(IdentityFailure) -> String {
        self.state.withLock { $0.hashes += 1 }
        return try self.hasher.hash(password)
    }

    func isMatch(_ password: SecretText, _ hash: String) throws(IdentityFailure) -> Bool {
        self.beforeMatch()
        let isMatch = try self.hasher.isMatch(password, hash)  // Throws before it hashes what it cannot read.
        self.state.withLock { $0.matches += 1 }
        return isMatch
    }

    func needsRehash(_ hash: String) -> Bool { self.hasher.needsRehash(hash) }
}
