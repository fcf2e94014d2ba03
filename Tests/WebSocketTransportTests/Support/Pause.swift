// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Glibc
import LoopRuntime

/// Blocks this thread: the tests' clients do so anyway.
func pause(milliseconds: Int) { usleep(useconds_t(milliseconds * 1_000)) }

/// Whether `loop` comes to rest within ten seconds; one that spins turns thousands of times in half a second.
func becomesQuiet(_ loop: EventLoopThread) async -> Bool {
    for _ in 0..<20 {
        let before = await turns(of: loop)
        pause(milliseconds: 500)
        if await turns(of: loop) - before < 500 { return true }
    }
    return false
}

/// How often `loop` has turned since it started.
func turns(of loop: EventLoopThread) async -> UInt64 {
    await withCheckedContinuation { continuation in
        loop.post { continuation.resume(returning: loop.counters.iterations) }
    }
}
