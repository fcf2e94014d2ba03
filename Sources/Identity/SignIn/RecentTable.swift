// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A dictionary of bounded size that forgets what was touched least recently; every operation is O(1).
struct RecentTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Node {
        var key: Key
        var value: Value
        /// Towards what was touched before.
        var older: Int?
        var newer: Int?
    }

    private let capacity: Int
    private var nodes: [Node] = []
    private var free: [Int] = []
    private var places: [Key: Int] = [:]
    private var oldest: Int?
    private var newest: Int?

    init(capacity: Int) {
        precondition(capacity > 0, "A table holds at least one key")
        self.capacity = capacity
    }

    var count: Int { self.places.count }

    /// The value of `key`; looking at it does not touch it.
    ///
    /// Setting touches the key, and in a full table forgets another; setting nil forgets it.
    subscript(key: Key) -> Value? {
        get { self.places[key].map { self.nodes[$0].value } }
        set {
            guard let newValue else { return self.remove(key) }
            if let place = self.places[key] {
                self.nodes[place].value = newValue
                self.unlink(place)
                self.linkNewest(place)
            } else {
                self.insert(key, newValue)
            }
        }
    }

    private mutating func insert(_ key: Key, _ value: Value) {
        if self.places.count == self.capacity, let oldest = self.oldest { self.remove(self.nodes[oldest].key) }
        let node = Node(key: key, value: value)
        let place: Int
        if let free = self.free.popLast() {
            place = free
            self.nodes[place] = node
        } else {
            place = self.nodes.count
            self.nodes.append(node)
        }
        self.places[key] = place
        self.linkNewest(place)
    }

    private mutating func remove(_ key: Key) {
        guard let place = self.places.removeValue(forKey: key) else { return }
        self.unlink(place)
        self.free.append(place)
    }

    private mutating func unlink(_ place: Int) {
        let (older, newer) = (self.nodes[place].older, self.nodes[place].newer)
        if let older { self.nodes[older].newer = newer } else { self.oldest = newer }
        if let newer { self.nodes[newer].older = older } else { self.newest = older }
        self.nodes[place].older = nil
        self.nodes[place].newer = nil
    }

    private mutating func linkNewest(_ place: Int) {
        self.nodes[place].older = self.newest
        if let newest = self.newest { self.nodes[newest].newer = place } else { self.oldest = place }
        self.newest = place
    }
}
