// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// Clients that join at one pace; lives on their loop.
final class JoinRound {
    let numbers: Range<Int>
    let room: (Int) -> WireRoom
    let startedAt: Duration
    /// When the last of them was in or had failed.
    var endedAt: Duration = .zero
    /// By error code, or by sentence where there is none.
    var failures: [String: Int] = [:]
    var waiting: CheckedContinuation<Void, Never>?
    private var started = 0
    private var endedCount = 0

    init(_ numbers: Range<Int>, room: @escaping (Int) -> WireRoom, startedAt: Duration) {
        self.numbers = numbers
        self.room = room
        self.startedAt = startedAt
    }

    var time: Duration { self.endedAt - self.startedAt }
    var failedCount: Int { self.failures.values.reduce(0, +) }

    /// - Throws: ``LoadFailure`` unless everybody is in.
    func requireAll() throws(LoadFailure) {
        guard self.failures.isEmpty else { throw LoadFailure("not everybody is in: \(self.failures)") }
    }

    /// The number of the client that is to start now; nil when all have.
    func next() -> Int? {
        guard self.started < self.numbers.count else { return nil }
        self.started += 1
        return self.numbers.lowerBound + self.started - 1
    }

    /// One join is over.
    func ended() {
        self.endedCount += 1
        if self.endedCount == self.numbers.count { self.waiting.take()?.resume() }
    }
}
