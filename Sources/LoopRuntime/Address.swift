// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Where a message on the ``Bus`` comes from or goes to: a part of a loop, never a session or a room.
public struct Address: Hashable, Sendable {
    /// The part of a loop that sends and receives.
    public enum Role: UInt8, Hashable, Sendable {
        /// The connections and sessions of the loop.
        case edge
        /// The hosts of the rooms that live on the loop.
        case rooms
    }

    public let node: UInt16
    /// The index of the loop within its node.
    public let loop: UInt8
    public let role: Role

    public init(node: UInt16, loop: UInt8, role: Role) {
        self.node = node
        self.loop = loop
        self.role = role
    }

    /// Feeds the hasher once instead of three times, since each message hashes its addresses.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(UInt32(self.node) << 16 | UInt32(self.loop) << 8 | UInt32(self.role.rawValue))
    }
}

extension Address: CustomStringConvertible {
    public var description: String { "\(self.role) of loop \(self.loop) on node \(self.node)" }
}
