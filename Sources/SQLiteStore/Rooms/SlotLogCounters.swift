// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a slot log has done since it was made; every figure but the last only rises.
public struct SlotLogCounters: Sendable, Equatable {
    /// Transactions with appends that were committed.
    public var commits: UInt64 = 0
    /// Slots that they made durable.
    public var slotsWritten: UInt64 = 0
    /// Transactions that failed, snapshots included.
    public var failures: UInt64 = 0
    /// Appends refused because too much was waiting.
    public var overflows: UInt64 = 0
    public var snapshotsSaved: UInt64 = 0
    /// Snapshots dropped because too many were waiting.
    public var snapshotsDropped: UInt64 = 0
    /// The longest commit so far.
    public var commitLongest: Duration = .zero

    public init() {}
}
