// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime

/// Where a room's host lives: a stable hash of its number, the same in every process.
public struct RoomPlacement: Sendable {
    private let node: UInt16
    private let loopCount: UInt8

    public init(node: UInt16, loopCount: UInt8) {
        precondition(loopCount > 0, "A node has at least one loop")
        self.node = node
        self.loopCount = loopCount
    }

    /// The address of the loop that hosts `room`.
    public func address(of room: RoomID) -> Address {
        // Fibonacci hashing: consecutive numbers spread over the loops.
        let mixed = (UInt64(room.number) &* 0x9E37_79B9_7F4A_7C15) >> 32
        return Address(node: self.node, loop: UInt8(mixed % UInt64(self.loopCount)), role: .rooms)
    }
}
