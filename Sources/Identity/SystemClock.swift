// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
import Glibc

/// The system's clocks.
public struct SystemClock: IdentityClock {
    public init() {}

    public var wall: Timestamp { Timestamp(ms: Self.readNs(CLOCK_REALTIME) / 1_000_000) }

    public var elapsed: Duration { .nanoseconds(Self.readNs(CLOCK_MONOTONIC)) }

    private static func readNs(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        let result = unsafe clock_gettime(clock, &time)
        precondition(result == 0, "The system has no such clock")
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, so that who waits that long has waited long enough; zero for what is negative.
    var millisecondsRoundedUp: UInt64 {
        let attoseconds = self.attoseconds
        guard attoseconds > 0 else { return 0 }
        return UInt64(clamping: (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// Whole milliseconds, rounded down.
    var wholeMilliseconds: Int64 { Int64(clamping: self.attoseconds / 1_000_000_000_000_000) }
}
