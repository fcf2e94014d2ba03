// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

extension RoomHost {
    /// Why a join that the room would grant has to wait; nil when its turn has come.
    ///
    /// Who is in the room already takes nobody's turn.
    mutating func queue(_ request: JoinRequest, as role: RoomRole, at time: HostTime) -> WireError? {
        let principal = request.profile.principal
        guard !self.room.isPresent(principal) else {
            self.joinQueue?.forget(principal)
            return nil
        }
        let lane: JoinQueue.Lane = Self.passesFirst(principal, as: role) ? .priority : .general
        switch self.joinQueue?.ask(principal, in: lane, at: time.now) {
        case .admitted?, nil: return nil
        case .queued(let position, let wait)?:
            self.actions.append(.note(.joinQueued(self.id, principal, position: position)))
            let place = JoinQueuePlace(position: UInt32(clamping: position), waitMs: wait.millisecondsRoundedUp)
            return WireError(queued: place)
        case .full(let wait)?: return WireError(.overloaded, retryAfterMs: wait.millisecondsRoundedUp)
        }
    }

    /// By what the server knows alone: how many people sit at an endpoint is the client's own word.
    private static func passesFirst(_ principal: Principal, as role: RoomRole) -> Bool {
        switch role {
        case .chair, .operator, .presenter: return true
        case .attendee: break
        }
        switch principal.kind {
        case .terminal, .site: return true
        case .account, .guest: return false
        }
    }
}

extension JoinQueue {
    /// The queue of a room under `limits`; nil where joins are not limited.
    init?(_ limits: BrokerLimits) {
        guard limits.joinsPerSecond > 0 else { return nil }
        self.init(
            perSecond: limits.joinsPerSecond,
            placesMax: limits.joinPlacesMax,
            placeLife: limits.joinPlaceLife
        )
    }
}

extension Duration {
    /// At least 1: who is told to wait does not ask again at once.
    fileprivate var millisecondsRoundedUp: UInt64 { UInt64(max(1, (self.wholeMicroseconds + 999) / 1_000)) }
}
