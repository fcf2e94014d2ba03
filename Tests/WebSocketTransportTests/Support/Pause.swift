// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc

/// Blocks this thread: the tests' clients do so anyway.
func pause(milliseconds: Int) { usleep(useconds_t(milliseconds * 1_000)) }

/// Whether this process comes to rest within ten seconds.
func becomesQuiet() -> Bool {
    for _ in 0..<20 {
        let before = processorSeconds()
        pause(milliseconds: 500)
        if processorSeconds() - before < 0.1 { return true }
    }
    return false
}

/// Seconds of processor time that this process has used.
func processorSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
