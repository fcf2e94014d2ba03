// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A rate limit: `burst` at once, refilled evenly.
public struct TokenBucket: Sendable {
    private let perSecond: Int64
    private let burstMicros: Int64
    /// What is left, in millionths of a token.
    private var level: Int64
    private var updatedAt: Duration

    public init(perSecond: Int, burst: Int, at now: Duration) {
        precondition(perSecond > 0 && burst > 0, "A limit of zero would refuse everything")
        self.perSecond = Int64(perSecond)
        self.burstMicros = Int64(burst) * 1_000_000
        self.level = self.burstMicros
        self.updatedAt = now
    }

    /// Takes one token; otherwise tells after how many milliseconds there is one again.
    public mutating func take(at now: Duration) -> Int64? {
        let elapsed = (now - self.updatedAt).wholeMicroseconds
        self.updatedAt = now
        // A second's worth of elapsed time beyond the burst changes nothing, so the product cannot overflow.
        self.level = min(self.burstMicros, self.level + min(elapsed, 3_600_000_000) * self.perSecond)
        guard self.level < 1_000_000 else {
            self.level -= 1_000_000
            return nil
        }
        return (1_000_000 - self.level + self.perSecond * 1_000 - 1) / (self.perSecond * 1_000)
    }
}

extension Duration {
    /// This duration in microseconds, rounded down.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// This duration in milliseconds, rounded down.
    var wholeMilliseconds: Int64 { self.wholeMicroseconds / 1_000 }
}
