// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How much a slot log lets wait; beyond it answers `.failed` at once, and hosts try again.
public struct SlotLogLimits: Sendable, Equatable {
    /// Appends that wait.
    public var appendsMax = 65_536
    /// Bytes of their records.
    public var appendBytesMax = 256 << 20
    /// Loads that wait.
    public var loadsMax = 65_536
    /// Bytes of the snapshots that wait, of which each room has one at most.
    public var snapshotBytesMax = 256 << 20
    /// Appends that one transaction takes.
    public var batchMax = 4_096
    /// How long an append waits for company after a transaction with several.
    public var gatherMax: Duration = .milliseconds(5)

    public init() {}
}
