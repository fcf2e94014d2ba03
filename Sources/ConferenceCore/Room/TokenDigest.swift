// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Half of the SHA-256 of a resume token's secret; hashing is done outside the core.
public struct TokenDigest: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}
