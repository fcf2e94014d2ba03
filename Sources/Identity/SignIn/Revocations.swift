// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime

/// Accounts whose earlier tokens are refused from this moment on, before the directory is even asked.
///
/// The directory decides; this only makes its decision known at once on this node, so it may forget. Callable from any
/// thread.
public final class Revocations: Sendable {
    /// Past it the earliest are forgotten, whose tokens have long been refused by the directory.
    public static let accountsMax = 100_000

    private let entries = Guarded(RecentTable<UInt64, UInt32>(capacity: Revocations.accountsMax))

    public init() {}

    /// Refuses every token of `account` that was issued under an earlier generation.
    public func revoke(_ account: UInt64, before generation: UInt32) {
        self.entries.withLock { $0[account] = max($0[account] ?? 0, generation) }
    }

    /// Whether a token of `account` issued under `generation` is refused.
    public func isRevoked(_ account: UInt64, generation: UInt32) -> Bool {
        self.entries.withLock { $0[account].map { generation < $0 } ?? false }
    }
}
