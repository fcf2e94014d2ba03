// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import LoopRuntime

/// Collects values from any thread, in the order of arrival.
final class Record<Value: Sendable>: Sendable {
    private let state = Guarded<[Value]>([])

    var values: [Value] { self.state.withLock { $0 } }

    func add(_ value: Value) { self.state.withLock { $0.append(value) } }
}

extension EventLoopThread {
    /// Runs `body` on the loop and waits for its result.
    func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            self.post { continuation.resume(returning: body()) }
        }
    }

    /// Runs the loop from its start until it stops itself.
    func runToEnd() {
        self.start(name: "test")
        self.join()
    }
}
