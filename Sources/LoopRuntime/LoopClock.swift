// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// The system's clocks as a loop reads them; each reading is a fresh one and costs some 25 ns.
struct LoopClock: Sendable {
    private let bornNs: Int64

    init() {
        self.bornNs = Self.readNs(CLOCK_MONOTONIC)
    }

    /// Nanoseconds since this value was made; never falls.
    var elapsedNs: Int64 { Self.readNs(CLOCK_MONOTONIC) - self.bornNs }

    /// Whole milliseconds since this value was made, rounded down.
    var elapsedMs: UInt64 { UInt64(self.elapsedNs / 1_000_000) }

    /// Milliseconds since 1970-01-01 UTC.
    static var wallMs: Int64 { Self.readNs(CLOCK_REALTIME) / 1_000_000 }

    private static func readNs(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        let result = unsafe clock_gettime(clock, &time)
        precondition(result == 0, "The system has no such clock")
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
