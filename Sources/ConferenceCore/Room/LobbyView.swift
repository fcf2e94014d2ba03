// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The stream `lobby`: who waits for admission, as it was told last.
///
/// Bounded whatever the lobby's size, so every message says all of it.
public struct LobbyView: Sendable {
    public struct State: Hashable, Sendable {
        /// How many wait, those who are not listed included.
        public var waiting = 0
        /// Longest waiting first, at most ``listedMax``.
        public var guests: [Guest] = []
        /// Units by whose invitations somebody waits, sorted; at most ``listedMax``.
        public var units: [Unit] = []

        public init() {}
    }

    public struct Guest: Hashable, Sendable {
        public let principal: Principal
        public let name: String
        public let unit: UnitID
        public let since: Timestamp
    }

    public struct Unit: Hashable, Sendable {
        public let unit: UnitID
        public let name: String
        public let waiting: Int
    }

    public static let listedMax = 64

    public private(set) var offset: UInt64 = 0
    public private(set) var state = State()

    public init() {}

    /// Moves what is told to the present; false when nothing is different.
    public mutating func publish(_ state: State) -> Bool {
        guard state != self.state else { return false }
        self.state = state
        self.offset += 1
        return true
    }
}
