// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The floor of one room: who waits for the right to speak to all, and who has it. Names after RFC 8855, whose states
// are: pending (here: in the queue), granted, denied, revoked, released. Who may grant is decided by the room, and what
// the floor gives (no order against all binds its holders) by the orders to be silent.

/// Who has the floor and who asked for it, in the order of asking.
///
/// A participant is in one of three states:
/// - none. Exits: `waiting` by a request; `holding` by a direct grant.
/// - waiting. Exits: `holding` by a grant; none by denial or release.
/// - holding. Exits: none by revocation or release.
public struct Floor: Hashable, Sendable {
    public private(set) var holders: [NamedParticipant] = []
    public private(set) var queue: [NamedParticipant] = []

    init() {}

    public func isHeld(by principal: Principal) -> Bool {
        self.holders.contains { $0.principal == principal }
    }

    public func isRequested(by principal: Principal) -> Bool {
        self.queue.contains { $0.principal == principal }
    }

    func concerns(_ principal: Principal) -> Bool {
        self.isHeld(by: principal) || self.isRequested(by: principal)
    }

    // What may happen; nil when it is so already.

    func request(by participant: NamedParticipant, limits: RoomLimits) throws(RoomRefusal) -> Fact? {
        guard !self.concerns(participant.principal) else { return nil }
        guard self.queue.count < limits.floorQueueMax else { throw .floorQueueFull(limit: limits.floorQueueMax) }
        return .floorRequested(participant.principal, name: participant.name)
    }

    func grant(
        to participant: NamedParticipant,
        by chair: Principal?,
        limits: RoomLimits
    ) throws(RoomRefusal) -> Fact? {
        guard !self.isHeld(by: participant.principal) else { return nil }
        guard self.holders.count < limits.floorHoldersMax else { throw .floorBusy(limit: limits.floorHoldersMax) }
        return .floorGranted(participant.principal, name: participant.name, by: chair)
    }

    func deny(_ principal: Principal, by chair: Principal?) throws(RoomRefusal) -> Fact {
        guard self.isRequested(by: principal) else { throw .floorNotRequested }
        return .floorDenied(principal, by: chair)
    }

    func revoke(_ principal: Principal, by chair: Principal?) throws(RoomRefusal) -> Fact {
        guard self.isHeld(by: principal) else { throw .floorNotHeld }
        return .floorRevoked(principal, by: chair)
    }

    func release(by principal: Principal) throws(RoomRefusal) -> Fact {
        guard self.concerns(principal) else { throw .floorNotHeld }
        return .floorReleased(principal)
    }

    // What has happened.

    mutating func requested(by participant: NamedParticipant) {
        guard !self.concerns(participant.principal) else { return }
        self.queue.append(participant)
    }

    mutating func granted(to participant: NamedParticipant) {
        self.queue.removeAll { $0.principal == participant.principal }
        guard !self.isHeld(by: participant.principal) else { return }
        self.holders.append(participant)
    }

    /// Denied, revoked or released.
    mutating func left(by principal: Principal) {
        self.queue.removeAll { $0.principal == principal }
        self.holders.removeAll { $0.principal == principal }
    }
}
