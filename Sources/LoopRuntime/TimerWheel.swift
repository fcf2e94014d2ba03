// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Eleven wheels of 64 slots: a slot of the lowest is one millisecond wide, a slot of each next one 64 times wider, so
// that together they reach over all of UInt64. A timer lies in the lowest wheel whose current turn contains its
// deadline: the level is the highest group of six bits in which the deadline differs from the wheel's time.
//
// When time enters a slot of a higher wheel, its timers are dealt to lower ones, each at most ten times in its life.
// Time never passes an occupied slot without doing so; hence all timers of one deadline lie in one slot at any moment,
// in the order of scheduling, and the lowest occupied wheel holds the earliest.

/// Holds payloads until their deadlines; a value without a clock, told the time in milliseconds.
///
/// Scheduling and cancelling are O(1), taking what is due is O(1) amortised, with 10 levels at worst. The memory grows
/// to the largest number of timers held at once and stays.
public struct TimerWheel<Payload: Sendable>: Sendable {
    /// As many timers at once as an id can number.
    public static var timersMax: Int { 1 << 24 }

    private static var levels: Int { 11 }
    private static var slotBits: Int { 6 }
    private static var slots: Int { 64 }
    private static var none: Int32 { -1 }

    private struct Node {
        var deadlineMs: UInt64 = 0
        /// Nil while the node is free.
        var payload: Payload?
        /// How often the node has been taken into use, so that the id of an earlier timer names nothing.
        var generation: UInt64 = 0
        var bucket = 0
        /// The next of the bucket, or of the free nodes.
        var next = none
        var previous = none
    }

    /// The timers of one slot, in the order of scheduling.
    private struct Bucket {
        var first = none
        var last = none
    }

    private var nodes: [Node] = []
    private var firstFree = Self.none
    private var buckets: [Bucket]
    /// For each level, the slots that hold a timer, as bits.
    private var occupied: [UInt64]

    /// The time up to which everything due has been taken.
    public private(set) var nowMs: UInt64

    /// Timers that are neither taken nor cancelled.
    public private(set) var count = 0

    public init(nowMs: UInt64 = 0) {
        self.nowMs = nowMs
        self.buckets = Array(repeating: Bucket(), count: Self.levels * Self.slots)
        self.occupied = Array(repeating: 0, count: Self.levels)
    }

    /// Keeps `payload` until `deadlineMs`; a deadline before ``nowMs`` counts as ``nowMs``.
    ///
    /// - Precondition: Fewer than ``timersMax`` are held.
    public mutating func schedule(atMs deadlineMs: UInt64, _ payload: Payload) -> TimerID {
        let index = self.makeNode()
        self.nodes[index].deadlineMs = max(deadlineMs, self.nowMs)
        self.nodes[index].payload = payload
        self.nodes[index].generation += 1
        self.count += 1
        self.link(index)
        return TimerID(self.nodes[index].generation << 24 | UInt64(index))
    }

    /// Forgets a timer.
    ///
    /// - Returns: Its payload; nil, with nothing changed, when it has been taken or cancelled before.
    @discardableResult
    public mutating func cancel(_ timer: TimerID) -> Payload? {
        let index = Int(timer.rawValue & UInt64(Self.timersMax - 1))
        guard index < self.nodes.count, self.nodes[index].generation == timer.rawValue >> 24,
            self.nodes[index].payload != nil
        else { return nil }
        return self.remove(index)
    }

    /// Takes the earliest timer that is due at `timeMs`; among equal deadlines the one scheduled first.
    ///
    /// Call until it answers nil. In between, timers may be scheduled and cancelled: a cancelled one does not come, a
    /// new one comes in its turn if it is due as well.
    public mutating func popDue(atMs timeMs: UInt64) -> Payload? {
        while let (level, slot, startMs) = self.earliestSlot, startMs <= timeMs {
            self.nowMs = startMs
            if level == 0 { return self.remove(Int(self.buckets[slot].first)) }
            self.deal(level: level, slot: slot)
        }
        self.nowMs = max(self.nowMs, timeMs)
        return nil
    }

    /// When to call ``popDue(atMs:)`` next; nil while there are no timers.
    ///
    /// Never later than the earliest deadline. It may be earlier, when timers far away move to a finer wheel, but a
    /// timer causes at most ten such moments; nothing ticks.
    public var nextWakeMs: UInt64? { self.earliestSlot?.startMs }

    /// The slot that time enters next.
    ///
    /// Slots of a level lie in its current turn, so the lowest bit is the earliest.
    private var earliestSlot: (level: Int, slot: Int, startMs: UInt64)? {
        guard let level = self.occupied.firstIndex(where: { $0 != 0 }) else { return nil }
        let slot = self.occupied[level].trailingZeroBitCount
        let shift = level * Self.slotBits
        let turn = self.nowMs & (UInt64.max << (shift + Self.slotBits))
        return (level, slot, turn | UInt64(slot) << shift)
    }

    /// Moves the timers of a slot that time has just entered to lower levels, in their order.
    private mutating func deal(level: Int, slot: Int) {
        let bucket = level * Self.slots + slot
        var index = self.buckets[bucket].first
        self.buckets[bucket] = Bucket()
        self.occupied[level] &= ~(1 << UInt64(slot))
        while index != Self.none {
            let next = self.nodes[Int(index)].next
            self.link(Int(index))
            index = next
        }
    }

    /// Appends a node to the bucket that its deadline belongs to at ``nowMs``.
    private mutating func link(_ index: Int) {
        let deadlineMs = self.nodes[index].deadlineMs
        let difference = deadlineMs ^ self.nowMs
        let level = (UInt64.bitWidth - 1 - (difference | 1).leadingZeroBitCount) / Self.slotBits
        let slot = Int(deadlineMs >> (level * Self.slotBits) & UInt64(Self.slots - 1))
        let bucket = level * Self.slots + slot
        let last = self.buckets[bucket].last
        self.nodes[index].bucket = bucket
        self.nodes[index].previous = last
        self.nodes[index].next = Self.none
        if last == Self.none {
            self.buckets[bucket].first = Int32(index)
            self.occupied[level] |= 1 << UInt64(slot)
        } else {
            self.nodes[Int(last)].next = Int32(index)
        }
        self.buckets[bucket].last = Int32(index)
    }

    private mutating func remove(_ index: Int) -> Payload? {
        let (previous, next, bucket) = (self.nodes[index].previous, self.nodes[index].next, self.nodes[index].bucket)
        if previous == Self.none {
            self.buckets[bucket].first = next
        } else {
            self.nodes[Int(previous)].next = next
        }
        if next == Self.none {
            self.buckets[bucket].last = previous
        } else {
            self.nodes[Int(next)].previous = previous
        }
        if self.buckets[bucket].first == Self.none {
            self.occupied[bucket / Self.slots] &= ~(1 << UInt64(bucket % Self.slots))
        }
        self.nodes[index].next = self.firstFree
        self.firstFree = Int32(index)
        self.count -= 1
        return self.nodes[index].payload.take()
    }

    private mutating func makeNode() -> Int {
        guard self.firstFree == Self.none else {
            let index = Int(self.firstFree)
            self.firstFree = self.nodes[index].next
            return index
        }
        precondition(self.nodes.count < Self.timersMax, "A wheel numbers no more timers than that")
        self.nodes.append(Node())
        return self.nodes.count - 1
    }
}
