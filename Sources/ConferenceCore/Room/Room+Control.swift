// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Commands of chair and operators. Each asks for what shall hold: where it holds already nothing happens, and the
// receipt says the same.

extension Room {
    func lock(_ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        return .room(self.state.isLocked ? nil : .locked(by: by))
    }

    func unlock(_ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        return .room(self.state.isLocked ? .unlocked(by: by) : nil)
    }

    func end(_ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        return Outcome(facts: [.ended(by: by)], applied: self.participantCount)
    }

    /// Nobody but the system removes the chair.
    func kick(_ target: Principal, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        guard by == nil || target != self.state.info?.chair else { throw .permissionDenied }
        if self.state.kicked.contains(target) { return .one(nil) }
        guard self.isPresent(target) else {
            // A guest who waits, or who was let in and is not here: that is nobody's business but the chair's.
            let isGuest = self.waiting.contains(target) || self.state.admitted[target] != nil
            guard isGuest else { throw .unknownParticipant }
            return .one(.turnedAway(target, by: by))
        }
        let departures = self.departures(of: self.sessions(of: target), .kicked)
        return Outcome(facts: [.kicked(target, by: by)] + departures, applied: 1)
    }

    /// The chair is on the Stage anyway.
    func promote(_ target: Principal, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        let participant = try self.requirePresent(target)
        let isOnStage = target == self.state.info?.chair || self.state.presenters[target] != nil
        return .one(isOnStage ? nil : .promoted(target, name: participant.name, by: by))
    }

    /// Also for who has left: a promotion outlives the seat.
    func demote(_ target: Principal, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        if let name = self.state.presenters[target] { return .one(.demoted(target, name: name, by: by)) }
        try self.requirePresent(target)
        return .one(nil)
    }

    func chat(_ text: String, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        let author = try self.requireSeated(by)
        return .room(.chatPosted(from: author.principal, name: author.name, text: text))
    }
}

// MARK: - Orders to be silent, and not to be seen

extension Room {
    func muteAll(selfUnmute: Bool, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        let targetsCount = self.state.participants.keys.count { !self.state.isExempt($0) }
        // Few of them speak, so these are looked for first.
        var speaking: Set<Principal> = []
        for (session, presence) in self.presences where presence.media.isMicrophoneOn {
            if let seat = self.state.seats[session], !self.state.isExempt(seat.principal) {
                speaking.insert(seat.principal)
            }
        }
        let fact = self.state.orders.muteAll(selfUnmute: selfUnmute, by: by)
        return self.silenced(targetsCount, speaking: Array(speaking), facts: fact.map { [$0] } ?? [])
    }

    func mute(_ targets: [Principal], _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        let (present, absent) = self.sort(targets)
        let facts = present.compactMap { self.state.orders.mute($0, by: by) }
        let speaking = present.filter { self.isMicrophoneOn($0) }
        var outcome = self.silenced(present.count, speaking: speaking, facts: facts)
        outcome.refused = absent
        return outcome
    }

    func unmuteAll(_ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        let fact = self.state.orders.unmuteAll(by: by)
        return Outcome(facts: fact.map { [$0] } ?? [], applied: self.participantCount)
    }

    func unmute(_ targets: [Principal], _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        // An order outlives the seat, so it can be lifted for who has left.
        let (known, unknown) = self.sort(targets, alsoKnown: self.state.orders.muted)
        let facts = known.compactMap {
            self.state.orders.unmute($0, isExempt: self.state.isExempt($0), by: by)
        }
        return Outcome(facts: facts, applied: known.count, refused: unknown)
    }

    func hide(_ targets: [Principal], _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        let (present, absent) = self.sort(targets)
        let facts = present.filter { !self.state.hidden.contains($0) }.map { Fact.hidden($0, by: by) }
        return Outcome(facts: facts, applied: present.count, refused: absent, enforcement: self.enforcement)
    }

    func show(_ targets: [Principal], _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        // An order outlives the seat, so it can be lifted for who has left.
        let (known, unknown) = self.sort(targets, alsoKnown: self.state.hidden)
        let facts = known.filter { self.state.hidden.contains($0) }.map { Fact.shown($0, by: by) }
        return Outcome(facts: facts, applied: known.count, refused: unknown)
    }

    /// Who sees to it that orders about media hold: the media server, or nobody but the clients.
    private var enforcement: Receipt.Enforcement { self.state.isMediaMoved ? .server : .request }

    /// Where no media server stands between, whoever of the targets speaks right now has to be waited for.
    private func silenced(_ targetsCount: Int, speaking: [Principal], facts: [Fact]) -> Outcome {
        switch self.enforcement {
        case .request:
            let pending = speaking.filter { self.isOnline($0) }
            return Outcome(
                facts: facts,
                applied: targetsCount - pending.count,
                pending: pending,
                enforcement: .request
            )
        case .server:
            return Outcome(facts: facts, applied: targetsCount)
        }
    }

    /// Each target once, by whether it can be meant.
    private func sort(
        _ targets: [Principal],
        alsoKnown: Set<Principal> = []
    ) -> (known: [Principal], unknown: [Receipt.Refused]) {
        var seen: Set<Principal> = []
        var known: [Principal] = []
        var unknown: [Receipt.Refused] = []
        for target in targets where seen.insert(target).inserted {
            if self.isPresent(target) || alsoKnown.contains(target) {
                known.append(target)
            } else {
                unknown.append(Receipt.Refused(principal: target, reason: .unknownParticipant))
            }
        }
        return (known, unknown)
    }
}

// MARK: - The floor

extension Room {
    func requestFloor(_ by: Principal?) throws(RoomRefusal) -> Outcome {
        let asker = try self.requireSeated(by)
        return .one(try self.state.floor.request(by: asker, limits: self.limits))
    }

    func releaseFloor(_ by: Principal?) throws(RoomRefusal) -> Outcome {
        let holder = try self.requireSeated(by)
        return .one(try self.state.floor.release(by: holder.principal))
    }

    func grantFloor(_ target: Principal, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        let participant = try self.requirePresent(target)
        return .one(try self.state.floor.grant(to: participant, by: by, limits: self.limits))
    }

    func denyFloor(_ target: Principal, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        try self.requirePresent(target)
        return .one(try self.state.floor.deny(target, by: by))
    }

    func revokeFloor(_ target: Principal, _ by: Principal?) throws(RoomRefusal) -> Outcome {
        try self.requireControl(by)
        try self.requirePresent(target)
        return .one(try self.state.floor.revoke(target, by: by))
    }
}

// MARK: - Who may

extension Room {
    func requireControl(_ by: Principal?) throws(RoomRefusal) {
        guard let by else { return }
        guard self.mayControl(by) else { throw .permissionDenied }
    }

    @discardableResult
    private func requirePresent(_ target: Principal) throws(RoomRefusal) -> NamedParticipant {
        guard let seat = self.state.newestSeat(of: target) else { throw .unknownParticipant }
        return NamedParticipant(principal: target, name: seat.profile.name)
    }

    /// The system has no seat, so it has no floor to ask for and no voice in the chat.
    private func requireSeated(_ by: Principal?) throws(RoomRefusal) -> NamedParticipant {
        guard let by, let seat = self.state.newestSeat(of: by) else { throw .notInRoom }
        return NamedParticipant(principal: by, name: seat.profile.name)
    }
}
