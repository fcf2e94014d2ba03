// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import LoopRuntime

/// Completions to be called on their loops: one post for each loop, however many there are.
struct Deliveries: Sendable {
    private struct Batch: Sendable {
        let loop: any EventLoop
        var calls: [@Sendable () -> Void]
    }

    private var batches: [Batch] = []
    /// Where a loop's batch stands.
    private var places: [ObjectIdentifier: Int] = [:]

    /// Calls for one loop run in the order of adding.
    mutating func add(on loop: any EventLoop, _ call: @escaping @Sendable () -> Void) {
        if let place = self.places[ObjectIdentifier(loop)] {
            self.batches[place].calls.append(call)
        } else {
            self.places[ObjectIdentifier(loop)] = self.batches.count
            self.batches.append(Batch(loop: loop, calls: [call]))
        }
    }

    func post() {
        for batch in self.batches {
            let calls = batch.calls
            batch.loop.post { for call in calls { call() } }
        }
    }
}
