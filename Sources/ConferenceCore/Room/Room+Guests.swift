// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Guests come by an invitation and wait in the lobby until chair or operators let them in. Invitations and admissions
// are facts; that somebody waits is not, because whoever waits asks again.

extension Room {
    /// Oldest first; those that have expired may be among them.
    public var invitations: [Invitation] { self.state.invitations }
    public var lobby: Lobby { self.waiting }

    /// Whether chair or operators may be told who waits.
    public func mayControl(_ principal: Principal) -> Bool {
        switch self.role(of: principal) {
        case .chair, .operator: true
        case .presenter, .attendee: false
        }
    }

    /// A guest whose join was refused with ``RoomRefusal/admissionPending`` waits from now on, or still.
    ///
    /// - Returns: False when as many wait as may, or when its invitation is good no more.
    public mutating func waitForAdmission(_ request: JoinRequest, at now: Timestamp) -> Bool {
        guard let number = request.invitation, let invitation = self.state.invitation(number) else { return false }
        return self.waiting.asked(request.profile, by: invitation, at: now, max: self.limits.lobbyMax)
    }

    /// A guest was told something else than to wait.
    public mutating func leaveLobby(_ principal: Principal) { self.waiting.remove(principal) }

    /// What chair and operators are shown; costs O(n log n) for n who wait.
    public var lobbyState: LobbyView.State {
        var state = LobbyView.State()
        let guests = self.waiting.waiting
        state.waiting = guests.count
        state.guests = guests.prefix(LobbyView.listedMax).map {
            LobbyView.Guest(principal: $0.principal, name: $0.name, unit: $0.unit, since: $0.since)
        }
        var counts: [UnitID: Int] = [:]
        for guest in guests { counts[guest.unit, default: 0] += 1 }
        state.units = counts.sorted { $0.key < $1.key }.prefix(LobbyView.listedMax).map {
            LobbyView.Unit(unit: $0.key, name: self.roster.name(of: $0.key), waiting: $0.value)
        }
        return state
    }

    // MARK: - Joining

    /// The unit in which the session is to sit.
    ///
    /// - Throws: Why a guest may not come in, or not yet.
    func requireAdmission(_ request: JoinRequest, at: Timestamp) throws(RoomRefusal) -> UnitID {
        guard let number = request.invitation else { return request.path[request.path.count - 1].id }
        let principal = request.profile.principal
        if let unit = self.state.admitted[principal] { return unit }
        guard let invitation = self.state.invitation(number), invitation.isLive(at: at) else {
            throw .invitationExpired
        }
        throw .admissionPending
    }

    // MARK: - Commands of chair and operators

    /// The system has no unit to invite for.
    func decideInvite(_ lifeMs: Int64, _ command: Command, at: Timestamp) throws(RoomRefusal) -> Decision {
        _ = try self.requireOpen()
        guard let by = try self.actor(command.by), let seat = self.state.newestSeat(of: by) else { throw .notInRoom }
        let key = command.key ?? ""
        if let first = self.state.invitations.first(where: { $0.by == by && $0.key == key }) {
            return Decision([], .invited(first))
        }
        guard self.mayControl(by) else { throw .permissionDenied }
        let max = self.limits.invitationsMax
        let isExhausted = self.state.counters.invitations == UInt16.max
        guard !isExhausted, self.state.invitations.count(where: { $0.isLive(at: at) }) < max else {
            throw .tooManyInvitations(limit: max)
        }
        let invitation = Invitation(
            number: InvitationNumber(self.state.counters.invitations + 1),
            unit: seat.unit,
            expiresAt: Timestamp(ms: at.advanced(byMs: lifeMs).ms / 1_000 * 1_000),
            by: by,
            key: key
        )
        return Decision([.invited(invitation)], .invited(invitation))
    }

    func revokeInvitation(_ number: InvitationNumber, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        guard self.state.invitation(number) != nil else { throw .unknownInvitation }
        return .room(.invitationRevoked(number, by: by))
    }

    func admit(_ admission: Admission, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        var outcome = Outcome()
        switch admission {
        case .all: self.admit(self.waiting.waiting, by, into: &outcome)
        case .unit(let unit):
            let guests = self.waiting.waiting.filter { self.roster.path(of: $0.unit).contains(unit) }
            self.admit(guests, by, into: &outcome)
        case .guests(let named):
            var seen: Set<Principal> = []
            for principal in named where seen.insert(principal).inserted {
                if let guest = self.waiting[principal] {
                    self.admit([guest], by, into: &outcome)
                } else if self.state.admitted[principal] != nil {
                    outcome.applied += 1
                } else {
                    outcome.refused.append(Receipt.Refused(principal: principal, reason: .unknownParticipant))
                }
            }
        }
        return outcome
    }

    private func admit(_ guests: [Lobby.Guest], _ by: Principal?, into outcome: inout Outcome) {
        outcome.facts += guests.map { .admitted($0.principal, to: $0.unit, by: by) }
        outcome.applied += guests.count
    }
}
