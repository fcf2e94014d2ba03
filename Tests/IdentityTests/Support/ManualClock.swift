// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Identity
import LoopRuntime

/// Clocks that stand still until they are told.
final class ManualClock: IdentityClock {
    static let start = Timestamp(ms: 1_764_000_000_000)

    private let passed = Guarded(Duration.zero)

    var elapsed: Duration { self.passed.withLock { $0 } }
    var wall: Timestamp { Self.start.advanced(byMs: Int64(self.elapsed / .milliseconds(1))) }

    func advance(by time: Duration) { self.passed.withLock { $0 += time } }
}
