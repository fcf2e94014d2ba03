// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A seeded generator (SplitMix64): the same seed rolls the same numbers in every process.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }

    /// True once in `times`.
    mutating func hits(onceIn times: Int) -> Bool { self.roll(times) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[self.roll(elements.count)] }
}
