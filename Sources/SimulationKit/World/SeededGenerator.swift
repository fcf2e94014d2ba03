// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// SplitMix64: small, fast and the same on every platform, so that a seed is a reproduction.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) {
        self.state = seed
    }

    public mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; the tiny bias of a remainder does not matter here, its speed does.
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "A choice needs something to choose from")
        return Int(self.next() % UInt64(bound))
    }

    /// A number in `range`.
    public mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + self.below(range.count)
    }

    /// True once in `count` draws.
    public mutating func oneIn(_ count: Int) -> Bool { self.below(count) == 0 }

    /// True with `permille` in 1,000.
    public mutating func chance(permille: Int) -> Bool { self.below(1_000) < permille }

    /// Between nothing and `longest`, in microseconds.
    public mutating func delay(upTo longest: Duration) -> Duration {
        .microseconds(Int64(self.next() % UInt64(max(1, longest.wholeMicroseconds + 1))))
    }

    /// One of `choices`, which must not be empty.
    public mutating func pick<Element>(_ choices: [Element]) -> Element { choices[self.below(choices.count)] }
}

extension Duration {
    /// Whole microseconds, rounded up, so that nothing built on them comes early.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1_000_000 + (attoseconds + 999_999_999_999) / 1_000_000_000_000
    }
}
