// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// SplitMix64: the same seed gives the same values, so that a session can be replayed.
struct ClientRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// From 0 to 1, evenly.
    mutating func fraction() -> Double { Double(self.next() >> 11) / 9_007_199_254_740_992 }
}
