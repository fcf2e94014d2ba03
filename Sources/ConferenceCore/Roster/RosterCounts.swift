// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a summary tells of a unit and of all units below it.
public struct RosterCounts: Hashable, Sendable {
    public static let zero = RosterCounts()

    /// Invited endpoints; zero as long as rooms are not scheduled.
    public var expected: Int32
    /// Participants in the room, disconnected ones within their grace included: endpoints, not people.
    public var joined: Int32
    /// Endpoints that passed the readiness run; zero as long as rooms are not scheduled.
    public var ready: Int32
    /// Participants whose hand is up.
    public var hands: Int32
    /// Participants under an order to be silent.
    public var muted: Int32
    /// Who sits at the joined endpoints.
    public var people: Int32

    public init(
        expected: Int32 = 0,
        joined: Int32 = 0,
        ready: Int32 = 0,
        hands: Int32 = 0,
        muted: Int32 = 0,
        people: Int32 = 0
    ) {
        self.expected = expected
        self.joined = joined
        self.ready = ready
        self.hands = hands
        self.muted = muted
        self.people = people
    }

    /// What one participant adds to its unit.
    public init(of entry: RosterEntry) {
        self.init(joined: 1, hands: entry.hasHandUp ? 1 : 0, muted: entry.isMuted ? 1 : 0, people: entry.people)
    }

    public static func + (lhs: Self, rhs: Self) -> Self {
        RosterCounts(
            expected: lhs.expected + rhs.expected,
            joined: lhs.joined + rhs.joined,
            ready: lhs.ready + rhs.ready,
            hands: lhs.hands + rhs.hands,
            muted: lhs.muted + rhs.muted,
            people: lhs.people + rhs.people
        )
    }

    public static func - (lhs: Self, rhs: Self) -> Self {
        RosterCounts(
            expected: lhs.expected - rhs.expected,
            joined: lhs.joined - rhs.joined,
            ready: lhs.ready - rhs.ready,
            hands: lhs.hands - rhs.hands,
            muted: lhs.muted - rhs.muted,
            people: lhs.people - rhs.people
        )
    }

    public static func += (lhs: inout Self, rhs: Self) { lhs = lhs + rhs }
}
