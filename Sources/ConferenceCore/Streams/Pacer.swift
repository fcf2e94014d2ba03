// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Decides when a stream may speak: the first change at once, then at most one message per interval.
///
/// Remembers only streams that spoke less than one interval ago or wait for their turn. Times are those of one clock
/// that does not go back; the caller wakes it at ``nextDeadline``.
public struct Pacer: Sendable {
    /// What to do about a change.
    public enum Answer: Hashable, Sendable {
        /// Publish now.
        case now
        /// Publish when ``Pacer/due(at:)`` names the stream, not before this time.
        case later(Duration)
        /// As `later`; the stream waits already.
        case alreadyScheduled
    }

    private struct Turn: Comparable, Sendable {
        let time: Duration
        let stream: StreamID

        static func < (lhs: Self, rhs: Self) -> Bool { (lhs.time, lhs.stream) < (rhs.time, rhs.stream) }
    }

    private struct Recent: Sendable {
        /// When the stream spoke last.
        var time: Duration
        var isWaiting: Bool
    }

    /// Zero lets every change pass at once; another value counts for turns that are given from then on.
    public var interval: Duration {
        didSet { precondition(self.interval >= .zero, "An interval cannot be negative") }
    }
    private var recent: [StreamID: Recent] = [:]
    /// When streams spoke, oldest first and each stream at most once; those before `spokenHead` are done with.
    private var spoken: [Turn] = []
    private var spokenHead = 0
    /// Deadlines of the streams that wait, latest first, so that the next one is taken off the end.
    private var waiting: [Turn] = []

    public init(interval: Duration) {
        precondition(interval >= .zero, "An interval cannot be negative")
        self.interval = interval
    }

    /// When the next stream is due; nil when none waits.
    public var nextDeadline: Duration? { self.waiting.last?.time }

    /// Streams remembered at present.
    public var activeCount: Int { self.recent.count }

    /// A stream has something to tell.
    public mutating func changed(_ stream: StreamID, at now: Duration) -> Answer {
        self.forget(at: now)
        guard let last = self.recent[stream] else {
            self.spoke(stream, at: now)
            return .now
        }
        guard !last.isWaiting else { return .alreadyScheduled }
        let turn = Turn(time: last.time + self.interval, stream: stream)
        self.recent[stream] = Recent(time: last.time, isWaiting: true)
        self.wait(turn)
        return .later(turn.time)
    }

    /// The streams whose turn has come, by deadline, then by stream; the caller publishes them now.
    public mutating func due(at now: Duration) -> [StreamID] {
        self.forget(at: now)
        var due: [StreamID] = []
        while let turn = self.waiting.last, turn.time <= now {
            self.waiting.removeLast()
            self.spoke(turn.stream, at: now)
            due.append(turn.stream)
        }
        return due
    }

    private mutating func spoke(_ stream: StreamID, at now: Duration) {
        self.recent[stream] = Recent(time: now, isWaiting: false)
        self.spoken.append(Turn(time: now, stream: stream))
    }

    private mutating func wait(_ turn: Turn) {
        var low = 0
        var high = self.waiting.count
        while low < high {
            let middle = (low + high) / 2
            if turn < self.waiting[middle] { low = middle + 1 } else { high = middle }
        }
        self.waiting.insert(turn, at: low)
    }

    /// Drops what has been silent for an interval and waits for nothing.
    private mutating func forget(at now: Duration) {
        while self.spokenHead < self.spoken.count, self.spoken[self.spokenHead].time + self.interval <= now {
            let stream = self.spoken[self.spokenHead].stream
            self.spokenHead += 1
            if let last = self.recent[stream], !last.isWaiting { self.recent[stream] = nil }
        }
        if self.spokenHead > self.spoken.count / 2 {  // Each element moves at most once per halving: amortised O(1).
            self.spoken.removeFirst(self.spokenHead)
            self.spokenHead = 0
        }
    }
}
