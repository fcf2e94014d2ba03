// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

// Commands: each is carried out once, whatever happens to the connection, and its receipt says what it did. All throw
// ``ClientError`` or `CancellationError`.

extension PlenaryClient {
    // MARK: Floor

    /// Raises the hand.
    public func requestFloor(in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .floorRequest(.init(room: room, key: $0)) }
    }

    /// Lowers the hand, or gives the floor back.
    public func releaseFloor(in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .floorRelease(.init(room: room, key: $0)) }
    }

    /// Lets a participant speak; for chair and operators, as the following are.
    public func grantFloor(to participant: WireParticipant, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .floorGrant(.init(room: room, participant: participant, key: $0)) }
    }

    /// Takes a hand out of the queue.
    public func denyFloor(to participant: WireParticipant, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .floorDeny(.init(room: room, participant: participant, key: $0)) }
    }

    /// Takes the floor back.
    public func revokeFloor(of participant: WireParticipant, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .floorRevoke(.init(room: room, participant: participant, key: $0)) }
    }

    // MARK: Control

    /// Keeps newcomers out.
    public func lock(_ room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlLock(.init(room: room, key: $0)) }
    }

    /// Lets newcomers in again.
    public func unlock(_ room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlUnlock(.init(room: room, key: $0)) }
    }

    /// Orders everybody, or up to 64 participants, to be silent.
    public func mute(_ target: ClientCall.Mute.Target, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlMute(.init(room: room, target: target, key: $0)) }
    }

    /// Lifts that order.
    public func unmute(_ target: ClientCall.Unmute.Target, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlUnmute(.init(room: room, target: target, key: $0)) }
    }

    /// Removes a participant until the room ends.
    public func kick(_ participant: WireParticipant, from room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlKick(.init(room: room, participant: participant, key: $0)) }
    }

    /// Makes an attendee a presenter.
    public func promote(_ participant: WireParticipant, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlPromote(.init(room: room, participant: participant, key: $0)) }
    }

    /// Takes that back.
    public func demote(_ participant: WireParticipant, in room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlDemote(.init(room: room, participant: participant, key: $0)) }
    }

    /// Ends the room for good.
    public func end(_ room: WireRoom) async throws -> ReceiptResult {
        try await self.request { .controlEnd(.init(room: room, key: $0)) }
    }
}
