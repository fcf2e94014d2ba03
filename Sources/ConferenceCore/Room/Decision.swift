// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a room answers to a command, and the facts that become true by it.
///
/// Facts of one decision belong into one slot of the log; the answer leaves the host when that slot is durable.
public struct Decision: Hashable, Sendable {
    public enum Answer: Hashable, Sendable {
        case opened
        case joined(Joined)
        case resumed(Resumed)
        /// An older token was shown: the seat is given up.
        case revoked
        case left
        case invited(Invitation)
        case receipt(Receipt)
    }

    /// How a session sends and gets media.
    public enum MediaPlace: UInt8, CaseIterable, Sendable {
        case mesh = 1
        /// Asked for, but no place is left in the mesh, and no media server can be used.
        case full = 2
        /// Not asked for.
        case none = 3
        case server = 4
    }

    public struct Joined: Hashable, Sendable {
        public let role: RoomRole
        /// The participant's unit and those above it, root first, as the room knows them.
        public let path: [UnitID]
        public let media: MediaPlace
        /// Sessions of the same participant that this one replaced; their connections close with 4505.
        public let replaced: [SessionID]

        public init(role: RoomRole, path: [UnitID], media: MediaPlace, replaced: [SessionID]) {
            self.role = role
            self.path = path
            self.media = media
            self.replaced = replaced
        }
    }

    public struct Resumed: Hashable, Sendable {
        public let session: SessionID
        public let principal: Principal
        public let role: RoomRole
        public let path: [UnitID]
        public let media: MediaPlace

        public init(session: SessionID, principal: Principal, role: RoomRole, path: [UnitID], media: MediaPlace) {
            self.session = session
            self.principal = principal
            self.role = role
            self.path = path
            self.media = media
        }
    }

    public let facts: [Fact]
    public let answer: Answer
    /// Whom the command waits for, to be followed once the decision is taken in.
    let order: ProgressOrder?

    init(_ facts: [Fact], _ answer: Answer, order: ProgressOrder? = nil) {
        self.facts = facts
        self.answer = answer
        self.order = order
    }
}
