// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The newest messages of one stream, for clients that come back.
///
/// Bounded by count and by bytes: the oldest messages give way. A message larger than the whole ring is not kept, and
/// nothing before it either. Storage grows with what is held, never past the count.
public struct ReplayRing<Element: Sendable>: Sendable {
    private struct Slot: Sendable {
        let element: Element
        let size: Int
    }

    public let countMax: Int
    public let bytesMax: Int
    /// Messages held.
    public private(set) var count = 0
    /// What they were said to weigh.
    public private(set) var bytes = 0
    /// Of the newest message appended, held or not.
    public private(set) var lastOffset: UInt64
    /// A circle: the oldest message is at `head`; nil where none is.
    private var slots: [Slot?] = []
    private var head = 0

    /// - Parameters:
    ///   - countMax: Zero holds nothing.
    ///   - bytesMax: Zero holds nothing but messages without weight.
    ///   - offset: Of the last message before the first that will be appended.
    public init(countMax: Int, bytesMax: Int, after offset: UInt64 = 0) {
        precondition(countMax >= 0 && bytesMax >= 0, "A ring cannot hold less than nothing")
        self.countMax = countMax
        self.bytesMax = bytesMax
        self.lastOffset = offset
    }

    /// Takes the next message in; amortised O(1).
    ///
    /// - Parameters:
    ///   - size: Bytes, as counted against `bytesMax`.
    ///   - offset: Exactly one more than ``lastOffset``.
    public mutating func append(_ element: Element, size: Int, offset: UInt64) {
        precondition(offset == self.lastOffset + 1, "Offsets of a stream go up by one")
        precondition(size >= 0, "A message has no negative size")
        self.lastOffset = offset
        guard self.countMax > 0, size <= self.bytesMax else { return self.removeAll() }
        while self.count == self.countMax || self.bytes > self.bytesMax - size { self.removeOldest() }
        if self.count == self.slots.count { self.grow() }
        self.slots[(self.head + self.count) % self.slots.count] = Slot(element: element, size: size)
        self.count += 1
        self.bytes += size
    }

    /// The messages after `offset`, oldest first; empty when that one is the newest.
    ///
    /// Nil when they are no longer all held, and when `offset` lies in the future, as after a restart under a new
    /// epoch: the client then needs a snapshot.
    public func since(_ offset: UInt64) -> [Element]? {
        guard offset <= self.lastOffset, self.lastOffset - offset <= UInt64(self.count) else { return nil }
        let missed = Int(self.lastOffset - offset)
        return (self.count - missed..<self.count).compactMap { index in
            self.slots[(self.head + index) % self.slots.count]?.element
        }
    }

    /// Forgets everything and goes on after `offset`: the stream began anew, or spoke past this ring.
    public mutating func restart(after offset: UInt64) {
        self.removeAll()
        self.lastOffset = offset
    }

    private mutating func removeAll() {
        self.slots = []
        self.head = 0
        self.count = 0
        self.bytes = 0
    }

    private mutating func removeOldest() {
        self.bytes -= self.slots[self.head]?.size ?? 0
        self.slots[self.head] = nil
        self.head = (self.head + 1) % self.slots.count
        self.count -= 1
    }

    /// Doubles a circle that is full.
    private mutating func grow() {
        let room = min(max(4, self.slots.count * 2), self.countMax)
        var slots: [Slot?] = []
        slots.reserveCapacity(room)
        slots.append(contentsOf: self.slots[self.head...])
        slots.append(contentsOf: self.slots[..<self.head])
        slots.append(contentsOf: repeatElement(nil, count: room - slots.count))
        self.slots = slots
        self.head = 0
    }
}
