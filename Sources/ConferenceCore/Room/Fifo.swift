// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// First in, first out, in amortised constant time; equal when the elements that are left are.
struct Fifo<Element> {
    private var items: [Element] = []
    private var head = 0

    var count: Int { self.items.count - self.head }
    var isEmpty: Bool { self.count == 0 }
    var first: Element? { self.isEmpty ? nil : self.items[self.head] }
    /// Oldest first.
    var elements: ArraySlice<Element> { self.items[self.head...] }

    mutating func append(_ element: Element) {
        self.items.append(element)
    }

    mutating func popFirst() -> Element? {
        guard let first = self.first else { return nil }
        self.head += 1
        // What is moved is at most what was taken since the last time.
        if self.head * 2 > self.items.count {
            self.items.removeFirst(self.head)
            self.head = 0
        }
        return first
    }

    mutating func removeAll(where isDead: (Element) -> Bool) {
        self.items = self.elements.filter { !isDead($0) }
        self.head = 0
    }
}

extension Fifo: Sendable where Element: Sendable {}

extension Fifo: Equatable where Element: Equatable {
    static func == (lhs: Self, rhs: Self) -> Bool { lhs.elements == rhs.elements }
}

extension Fifo: Hashable where Element: Hashable {
    func hash(into hasher: inout Hasher) {
        hasher.combine(self.elements)
    }
}
