// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker

/// A rate limit for each network address, for what no other limit catches.
///
/// An IPv6 address counts by its first 64 bits. Of very many addresses those that were not heard of for longest are
/// forgotten.
public struct AddressRates: Sendable {
    private let perSecond: Int
    private let burst: Int
    private var buckets: RecentTable<LimiterKey, TokenBucket>

    public init(perSecond: Int, burst: Int, addressesMax: Int = 16_384) {
        self.perSecond = perSecond
        self.burst = burst
        self.buckets = RecentTable(capacity: addressesMax)
    }

    /// Counts one request of `address`.
    ///
    /// - Returns: When it is one too many, after how many milliseconds there is place for the next.
    public mutating func take(_ address: String, at now: Duration) -> Int64? {
        let key = LimiterKey(address: address)
        var bucket = self.buckets[key] ?? TokenBucket(perSecond: self.perSecond, burst: self.burst, at: now)
        defer { self.buckets[key] = bucket }
        return bucket.take(at: now)
    }
}
