// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The loops of one node: started, stopped and joined together, numbered from zero.
///
/// Order of stopping: hosts, timers, loops. Whoever owns the group first stops what lives on the loops, while all of
/// them still run and carry messages; then ``stop()`` and ``join()``.
public final class LoopGroup: Sendable {
    /// As many loops as an ``Address`` can number.
    public static let loopsMax = 256

    /// In the order of their numbers.
    public let loops: [EventLoopThread]

    /// - Precondition: `count` is between 1 and ``loopsMax``.
    public init(count: Int) {
        precondition((1...Self.loopsMax).contains(count), "A node has between one loop and as many as can be numbered")
        self.loops = (0..<count).map { _ in EventLoopThread() }
    }

    /// Starts each loop on a thread named `name` and its number.
    public func start(name: String) {
        for (index, loop) in self.loops.enumerated() { loop.start(name: "\(name)-\(index)") }
    }

    /// Has each loop run what is queued and end; what they then send to one another may be dropped.
    public func stop() {
        for loop in self.loops { loop.stop() }
    }

    /// Waits for the end of all loops; not on one of them.
    public func join() {
        for loop in self.loops { loop.join() }
    }

    /// The loop where what `key` names has its home.
    public func loop(forKey key: UInt64) -> EventLoopThread {
        self.loops[Int(Self.loopIndex(forKey: key, count: self.loops.count))]
    }

    /// The number of the loop where what `key` names has its home.
    public func loopIndex(forKey key: UInt64) -> UInt8 {
        Self.loopIndex(forKey: key, count: self.loops.count)
    }

    /// The home of `key` among `count` loops: the same in every process and on every machine, evenly spread.
    ///
    /// Nodes rely on one another's answers, so this function never changes. (`Hasher` would: it is seeded per process.)
    ///
    /// - Precondition: `count` is between 1 and ``loopsMax``.
    public static func loopIndex(forKey key: UInt64, count: Int) -> UInt8 {
        precondition((1...Self.loopsMax).contains(count), "A node has between one loop and as many as can be numbered")
        var mixed = key &+ 0x9E37_79B9_7F4A_7C15  // SplitMix64, so that neighbouring keys part.
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return UInt8(mixed.multipliedFullWidth(by: UInt64(count)).high)
    }
}
