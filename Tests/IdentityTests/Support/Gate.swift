// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
import LoopRuntime

/// Holds threads up until it is opened; for jobs that must not finish yet.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var passed = 0
    }

    private let state = Guarded(State())

    /// Threads that have come to the gate.
    var arrivals: Int { self.state.withLock { $0.passed } }

    func open() { self.state.withLock { $0.isOpen = true } }

    func pass() {
        self.state.withLock { $0.passed += 1 }
        while !self.state.withLock({ $0.isOpen }) { usleep(200) }
    }

    /// Waits until `count` threads have come, without keeping a thread from other tasks.
    func waitForArrivals(_ count: Int) async {
        while self.arrivals < count { await Task.yield() }
    }
}
