// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Timers by due time in a binary heap; what is cancelled stays in the heap without its body until it comes up.
struct TimerHeap {
    struct Due {
        let timer: UInt64
        let dueUs: Int64
        let lane: Int
        let body: () -> Void
    }

    private struct Key {
        let dueUs: Int64
        let timer: UInt64

        func comes(before other: Key) -> Bool {
            self.dueUs != other.dueUs ? self.dueUs < other.dueUs : self.timer < other.timer
        }
    }

    private var heap: [Key] = []
    /// Looked up by timer only, never listed.
    private var waiting: [UInt64: Due] = [:]
    private var last: UInt64 = 0

    /// Timers that have neither fired nor been cancelled.
    var count: Int { self.waiting.count }

    mutating func insert(dueUs: Int64, lane: Int, _ body: @escaping () -> Void) -> UInt64 {
        self.last += 1
        self.waiting[self.last] = Due(timer: self.last, dueUs: dueUs, lane: lane, body: body)
        self.heap.append(Key(dueUs: dueUs, timer: self.last))
        self.siftUp(self.heap.count - 1)
        return self.last
    }

    /// Gives the cancelled timer back, so that its body dies where the caller wants it.
    mutating func cancel(_ timer: UInt64) -> Due? { self.waiting.removeValue(forKey: timer) }

    /// When the next timer is due.
    mutating func nextDueUs() -> Int64? {
        while let key = self.heap.first {
            guard self.waiting[key.timer] == nil else { return key.dueUs }
            self.removeTop()
        }
        return nil
    }

    mutating func popNext() -> Due? {
        while let key = self.heap.first {
            self.removeTop()
            if let due = self.waiting.removeValue(forKey: key.timer) { return due }
        }
        return nil
    }

    private mutating func removeTop() {
        let tail = self.heap.removeLast()
        guard !self.heap.isEmpty else { return }
        self.heap[0] = tail
        self.siftDown(0)
    }

    private mutating func siftUp(_ start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.heap[child].comes(before: self.heap[parent]) else { return }
            self.heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < self.heap.count {
                if self.heap[child].comes(before: self.heap[least]) { least = child }
            }
            guard least != parent else { return }
            self.heap.swapAt(parent, least)
            parent = least
        }
    }
}
