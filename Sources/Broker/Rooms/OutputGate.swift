// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DequeModule

/// Holds back what a host says until the facts it rests on are durable.
///
/// The host's state runs ahead of its log so that it never waits; the world only ever sees what a crash cannot take
/// back. A refusal waits too: it may rest on a fact (the room was locked) that is not yet durable. Order is kept.
struct OutputGate<Output> {
    private var held: Deque<(after: Slot, output: Output)> = []
    private(set) var durable: Slot

    /// - Parameter durable: The newest slot known to be durable.
    init(durable: Slot) {
        self.durable = durable
    }

    var isEmpty: Bool { self.held.isEmpty }
    var heldCount: Int { self.held.count }

    /// Whether `output`, which rests on everything up to `slot`, may leave at once; else it is kept.
    mutating func passes(_ output: Output, after slot: Slot) -> Bool {
        guard slot > self.durable || !self.held.isEmpty else { return true }
        self.held.append((slot, output))
        return false
    }

    /// Everything up to `slot` is durable: hands out what may be said now, in the order in which it was meant.
    mutating func open(upTo slot: Slot, _ release: (Output) -> Void) {
        precondition(slot >= self.durable, "Durability does not go back")
        self.durable = slot
        while let first = self.held.first, first.after <= slot {
            self.held.removeFirst()
            release(first.output)
        }
    }

    /// Takes out all that is held: it will never be said.
    mutating func discard() -> [Output] {
        defer { self.held.removeAll() }
        return self.held.map(\.output)
    }
}
