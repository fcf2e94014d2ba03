// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What one loop has done since it was made; every figure only rises.
public struct LoopCounters: Equatable, Sendable {
    /// How often the loop has asked the kernel for events, waiting or not.
    public var iterations: UInt64
    /// Calls and jobs that another thread has queued here: exact, one each; what the loop queues for itself is none.
    public var crossThreadHops: UInt64
    /// How often another thread had to wake the loop; many hops may share one.
    public var wakeUps: UInt64

    public init(iterations: UInt64 = 0, crossThreadHops: UInt64 = 0, wakeUps: UInt64 = 0) {
        self.iterations = iterations
        self.crossThreadHops = crossThreadHops
        self.wakeUps = wakeUps
    }
}
