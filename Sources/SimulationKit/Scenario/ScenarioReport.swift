// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What came of one run.
public struct ScenarioReport: Sendable, Equatable {
    public let seed: UInt64
    /// Of the trace: equal for equal runs.
    public let hash: UInt64
    public let events: Int
    public let virtualSeconds: Int
    public let faults: FaultLedger
    public let checks: CheckLedger
    /// Joins that were told to wait for their turn.
    public let joinsQueued: Int
    /// Empty when all is well.
    public let violations: [String]
    /// The trace, if it was to be kept.
    public let lines: [String]
}
