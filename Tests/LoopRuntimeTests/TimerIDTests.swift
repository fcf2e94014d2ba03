// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime
import Testing

@Suite("Timer names")
struct TimerIDTests {
    @Test("timers with different numbers are different timers")
    func identity() {
        #expect(TimerID(1) != TimerID(2))
    }
}
