// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How large a run of one large room is, and what happens in it.
public struct ScalePlan: Sendable {
    /// How everybody comes.
    public enum Arrival: Sendable {
        /// One after the other, evenly.
        case spread(over: Duration)
        /// Within a second; the room lets in so many a second.
        case atOnce(joinsPerSecond: Int)
    }

    public let seed: UInt64
    public let clients: Int
    public let loops: Int
    public let arrival: Arrival
    /// Whether churn, control, cut and crash follow the storm.
    public let isWhole: Bool

    public init(seed: UInt64, clients: Int, loops: Int, arrival: Arrival, isWhole: Bool = true) {
        self.seed = seed
        self.clients = clients
        self.loops = loops
        self.arrival = arrival
        self.isWhole = isWhole
    }

    /// Who leaves, and who comes instead, in the minute of churn.
    var churnCount: Int { self.isWhole ? max(1, self.clients / 100) : 0 }

    /// Joins that the room admits a second; zero for as many as come.
    var joinsPerSecond: Int {
        if case .atOnce(let joinsPerSecond) = self.arrival { joinsPerSecond } else { 0 }
    }

    /// How long it takes until everybody is seated, with some time to spare.
    var stormSeconds: Int {
        switch self.arrival {
        case .spread(let duration): Int(duration.components.seconds) + 5
        case .atOnce(let joinsPerSecond): self.clients / joinsPerSecond + 10
        }
    }

    /// When a client comes, counted from the beginning of the storm.
    func delay(of number: Int) -> Duration {
        switch self.arrival {
        case .spread(let duration): duration * number / self.clients
        case .atOnce: .seconds(1) * number / self.clients
        }
    }
}
