// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A first-in, first-out queue in one array that grows and is kept; both ends are O(1).
struct RingQueue<Element> {
    /// A power of two long, so that a mask wraps an index.
    private var storage: [Element?]
    private var head = 0
    private(set) var count = 0

    init(capacity: Int = 256) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0, "A ring is a power of two long")
        self.storage = Array(repeating: nil, count: capacity)
    }

    var isEmpty: Bool { self.count == 0 }

    mutating func append(_ element: Element) {
        if self.count == self.storage.count { self.grow() }
        self.storage[(self.head + self.count) & (self.storage.count - 1)] = element
        self.count += 1
    }

    mutating func popFirst() -> Element? {
        guard self.count > 0 else { return nil }
        let element = self.storage[self.head].take()
        self.head = (self.head + 1) & (self.storage.count - 1)
        self.count -= 1
        return element
    }

    private mutating func grow() {
        let older = self.storage[self.head...]
        let newer = self.storage[..<self.head]
        let added = repeatElement(Element?.none, count: self.storage.count)
        self.storage = Array(older) + Array(newer) + Array(added)
        self.head = 0
    }
}
