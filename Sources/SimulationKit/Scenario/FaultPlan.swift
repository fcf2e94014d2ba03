// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The large faults of a scenario: when which of them may happen.
struct FaultPlan {
    /// What is done to the world, with its weight: the rarer, the more it changes.
    enum Blow: CaseIterable {
        case disconnect
        case halfOpen
        case serverUnaware
        case takeover
        case stalledReader
        case stall
        case cut
        case clockJump
        case outage
        case usurp
        case crash
        case restart
        case revoke

        fileprivate var weight: Int {
            switch self {
            case .disconnect: 30
            case .halfOpen: 8
            case .serverUnaware: 8
            case .takeover: 14
            case .stalledReader: 14
            case .stall: 6
            case .cut: 4
            case .clockJump: 4
            case .outage: 3
            case .usurp: 3
            case .crash: 4
            case .restart: 3
            case .revoke: 4
            }
        }
    }

    private static let weights = Blow.allCases.map(\.weight)
    private static let sum = Self.weights.reduce(0, +)

    /// Until when blows fall.
    let end: Duration
    private var random: SeededGenerator

    init(end: Duration, random: SeededGenerator) {
        self.end = end
        self.random = random
    }

    /// How long until the next blow.
    mutating func drawPause() -> Duration { .milliseconds(300) + self.random.delay(upTo: .seconds(5)) }

    mutating func drawBlow() -> Blow {
        var left = self.random.below(Self.sum)
        for (blow, weight) in zip(Blow.allCases, Self.weights) {
            left -= weight
            if left < 0 { return blow }
        }
        return .disconnect
    }

    /// A duration for the blow, mostly short.
    mutating func draw(upTo longest: Duration) -> Duration {
        self.random.delay(upTo: self.random.oneIn(3) ? longest : longest / 5)
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element? {
        choices.isEmpty ? nil : self.random.pick(choices)
    }

    mutating func oneIn(_ count: Int) -> Bool { self.random.oneIn(count) }

    mutating func below(_ bound: Int) -> Int { self.random.below(bound) }
}
