// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// The signals that a process gets, as a stream: they are blocked everywhere and taken by one thread that waits.
struct SignalStream {
    let stream: AsyncStream<Int32>

    /// Blocks `signals` on this thread and on all that it makes.
    ///
    /// Call first of all in the process: a thread that exists already would still be ended by them.
    static func block(_ signals: [Int32]) {
        var set = Self.set(of: signals)
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }

    /// - Parameter signals: Some of those that are blocked.
    init(_ signals: [Int32]) {
        let set = Self.set(of: signals)
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        self.stream = stream
        let waited = set
        Thread.detachNewThread {
            var set = waited
            var isEnding = false
            while true {
                var signal: Int32 = 0
                guard unsafe sigwait(&set, &signal) == 0 else { continue }
                if signal != SIGHUP {
                    if isEnding { _exit(1) }  // Somebody does not want to wait for an ordered stop.
                    isEnding = true
                }
                continuation.yield(signal)
            }
        }
    }
}
