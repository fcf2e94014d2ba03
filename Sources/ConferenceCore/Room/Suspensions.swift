// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Seats without a connection, in the order of their deadlines.
///
/// The grace is one constant, so that is the order in which they were suspended. Entries of sessions that came back are
/// dropped at the front, and swept out wherever they are when they are more than half.
struct Suspensions: Sendable {
    struct Entry: Sendable {
        let session: SessionID
        let until: Timestamp
        let number: UInt64
    }

    private var queue = Fifo<Entry>()
    private var newest: Timestamp?
    private var number: UInt64 = 0

    var count: Int { self.queue.count }
    var first: Entry? { self.queue.first }
    /// Dead ones included.
    var entries: ArraySlice<Entry> { self.queue.elements }

    /// How many entries are kept at most for `live` seats.
    static func countMax(live: Int) -> Int { 2 * live + 64 }

    /// Queues `session`; deadlines never go back, even where the clock did.
    mutating func append(_ session: SessionID, until deadline: Timestamp) -> Entry {
        let until = max(deadline, self.newest ?? deadline)
        self.number += 1
        let entry = Entry(session: session, until: until, number: self.number)
        self.newest = until
        self.queue.append(entry)
        return entry
    }

    mutating func popFirst() -> Entry? { self.queue.popFirst() }

    /// Drops dead entries: those at the front at once, the others when most of what `live` seats have left is dead.
    mutating func sweep(live: Int, isLive: (Entry) -> Bool) {
        while let first = self.queue.first, !isLive(first) { _ = self.queue.popFirst() }
        if self.queue.count > Self.countMax(live: live) {
            self.queue.removeAll { !isLive($0) }
        }
    }
}
