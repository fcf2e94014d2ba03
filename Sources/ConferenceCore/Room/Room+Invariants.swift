// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What must hold after every event, whatever came before. Simulations ask after each step; a production host may ask
// now and then. All of it is O(participants), so none of it is checked on the way.

extension Room {
    /// What is wrong with this room, in words; empty when all is well.
    ///
    /// Holds between decisions: while the facts of one decision are taken in, some of it may be untrue.
    public func violations() -> [String] {
        self.seatViolations() + self.suspensionViolations() + self.placeViolations() + self.orderViolations()
            + self.guestViolations() + self.rosterViolations() + self.emptinessViolations()
    }

    private func seatViolations() -> [String] {
        var found: [String] = []
        var sessions = 0
        for (principal, own) in self.state.participants {
            sessions += own.count
            let seats = own.compactMap { self.state.seats[$0] }
            let isRight = seats.count == own.count && seats.allSatisfy { $0.principal == principal }
            if own.isEmpty || !isRight { found.append("participant \(principal) has no seat or a foreign one") }
            if zip(seats, seats.dropFirst()).contains(where: { $0.ordinal >= $1.ordinal }) {
                found.append("sessions of \(principal) are not in the order of joining")
            }
            if own.count > self.sessionsMax { found.append("participant \(principal) has \(own.count) sessions") }
            if self.state.kicked.contains(principal) { found.append("\(principal) is seated and kicked") }
        }
        if sessions != self.seatCount { found.append("\(self.seatCount) seats, but \(sessions) sessions") }
        if self.participantCount > (self.info?.participantsMax ?? 0) { found.append("more participants than allowed") }
        for seat in self.state.seats.values {
            if seat.ordinal >= self.state.counters.seatings { found.append("\(seat.session) was never counted") }
            if seat.tokens.older.count > self.limits.olderTokensMax { found.append("\(seat.session) keeps its tokens") }
        }
        return found
    }

    private var sessionsMax: Int {
        switch self.info?.sessionPolicy {
        case .replace, .refuse: 1
        case .allow: self.limits.sessionsPerParticipantMax
        case nil: 0
        }
    }

    private func suspensionViolations() -> [String] {
        var found: [String] = []
        if self.presences.count != self.seatCount
            || self.presences.keys.contains(where: { self.state.seats[$0] == nil })
        {
            found.append("presences are not those of seats")
        }
        let live = self.suspensions.entries.filter { self.isLive($0) }
        let suspended = self.presences.values.count { !$0.isOnline }
        if live.count != suspended { found.append("\(suspended) suspended, but \(live.count) deadlines") }
        if Set(live.map { $0.session }).count != live.count { found.append("a seat has two deadlines") }
        if zip(live, live.dropFirst()).contains(where: { $0.until > $1.until }) {
            found.append("deadlines are out of order")
        }
        if (self.suspensions.first == nil) != (suspended == 0) {
            found.append("the next deadline is not that of a seat")
        }
        if self.suspensions.count > Suspensions.countMax(live: self.seatCount) {
            found.append("\(self.suspensions.count) deadlines are kept for \(self.seatCount) seats")
        }
        return found
    }

    private func placeViolations() -> [String] {
        var found: [String] = []
        let floor = (self.floor.holders + self.floor.queue).map { $0.principal }
        if Set(floor).count != floor.count { found.append("somebody is twice in the floor") }
        for principal in floor where !self.isPresent(principal) { found.append("\(principal) left, floor in hand") }
        if self.floor.holders.count > self.limits.floorHoldersMax { found.append("too many hold the floor") }
        if self.floor.queue.count > self.limits.floorQueueMax { found.append("too many ask for the floor") }
        let mesh = self.mesh.members
        if Set(mesh.map { $0.session }).count != mesh.count { found.append("a session is twice in the mesh") }
        if mesh.count > self.state.meshPlaces { found.append("the mesh has more members than places") }
        for member in mesh {
            let seat = self.state.seats[member.session]
            if seat?.principal != member.principal { found.append("\(member.session) left, but not the mesh") }
            if seat?.wantsMedia == false { found.append("\(member.session) is in the mesh against its will") }
        }
        return found
    }

    private func orderViolations() -> [String] {
        var found: [String] = []
        let orders = self.state.orders
        if !orders.muted.isDisjoint(with: orders.unmuted.union(orders.selfUnmuted)) {
            found.append("somebody is muted and let off")
        }
        if orders.general == nil, !orders.unmuted.isEmpty || !orders.selfUnmuted.isEmpty {
            found.append("somebody is let off an order that does not stand")
        }
        for principal in orders.selfUnmuted where !self.isPresent(principal) {
            found.append("\(principal) left, but its unmuting did not")
        }
        for principal in self.progress.awaited where !self.isMuted(principal) || !self.isMicrophoneOn(principal) {
            found.append("a command waits for \(principal) in vain")
        }
        if self.progress.count > self.limits.progressMax { found.append("too many commands are followed") }
        if self.state.receipts.count > self.limits.receiptsMax { found.append("too many receipts are kept") }
        return found
    }

    private func guestViolations() -> [String] {
        var found: [String] = []
        let numbers = self.invitations.map { $0.number }
        if numbers != Set(numbers).sorted() { found.append("invitations are not in the order of their numbers") }
        if numbers.count > self.limits.invitationsMax { found.append("too many invitations are kept") }
        if let last = numbers.last, last.rawValue > self.state.counters.invitations {
            found.append("an invitation was never counted")
        }
        if self.waiting.count > self.limits.lobbyMax { found.append("too many wait for admission") }
        if (self.waiting.nextSweep == nil) != (self.waiting.count == 0) {
            found.append("nobody looks who has left the lobby")
        }
        for guest in self.waiting.waiting {
            if self.state.kicked.contains(guest.principal) { found.append("\(guest.principal) waits and is kicked") }
            if self.state.admitted[guest.principal] != nil { found.append("\(guest.principal) waits and is admitted") }
        }
        for principal in self.state.participants.keys where principal.kind == .guest {
            if self.state.admitted[principal] == nil { found.append("\(principal) came in without admission") }
        }
        return found
    }

    func rosterViolations() -> [String] {
        var found: [String] = []
        var counts = RosterCounts.zero
        for principal in self.state.participants.keys {
            guard let seat = self.state.newestSeat(of: principal) else { continue }
            let entry = self.entry(of: seat)
            counts += RosterCounts(of: entry)
            if self.roster[principal] != entry { found.append("the entry of \(principal) is out of date") }
            if self.roster.unit(of: principal) != seat.unit { found.append("\(principal) is in the wrong unit") }
        }
        if self.roster.count != self.participantCount { found.append("the roster shows who is not there") }
        if self.roster.counts != counts { found.append("the roster counts \(self.roster.counts), not \(counts)") }
        return found
    }

    /// Nothing is left in a room that is over, or was never opened.
    private func emptinessViolations() -> [String] {
        guard self.isEnded || self.info == nil else { return [] }
        var empty = RoomState()
        empty.info = self.info
        empty.isEnded = self.isEnded
        empty.counters = self.state.counters
        empty.receipts = self.state.receipts
        var found: [String] = []
        if self.state != empty { found.append("something is left in a room that is not open") }
        if self.suspensions.count > 0 || self.progress.count > 0 || self.waiting.count > 0 {
            found.append("something is waited for in vain")
        }
        return found
    }
}
