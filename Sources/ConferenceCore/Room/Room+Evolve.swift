// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension Room {
    /// Takes in what was decided, and follows the clients that it waits for.
    ///
    /// For a host that has just decided; a log is folded fact by fact.
    public mutating func evolve(_ decision: Decision, at: Timestamp) {
        for fact in decision.facts { self.evolve(fact, at: at) }
        if let order = decision.order { self.progress.follow(order, max: self.limits.progressMax) }
    }

    /// Takes in one fact.
    ///
    /// Total: a fact was decided, perhaps by an earlier binary with other limits, so nothing is checked again.
    ///
    /// - Parameter at: When it was decided; a seat is suspended from then on until a connection takes it.
    public mutating func evolve(_ fact: Fact, at: Timestamp) {
        if fact.isPublic { self.state.counters.publicOffset += 1 }
        switch fact {
        case .opened(let info): self.state.info = info
        case .locked: self.state.isLocked = true
        case .unlocked: self.state.isLocked = false
        case .ended: self.end()
        case .unitAdded(let unit): self.roster.addUnit(unit)
        case .seated(let seat): self.take(seat, at: at)
        case .vacated(let session, let departure):
            #if PLENARY_PLANTED_BUGS
            if self.limits.planted == .graceUncounted, departure == .graceEnded { return self.vacateUncounted(session) }
            #endif
            self.vacate(session)
        case .tokenRotated(let session, let shown, let next):
            self.state.seats[session]?.tokens.rotate(shown: shown, next: next, olderMax: self.limits.olderTokensMax)
            self.presences[session]?.isTokenConfirmed = false
        case .hidden(let principal, _): self.state.hidden.insert(principal)
        case .shown(let principal, _): self.state.hidden.remove(principal)
        case .kicked(let principal, _), .turnedAway(let principal, _): self.keepOut(principal)
        case .invited(let invitation): self.state.invited(invitation, max: self.limits.invitationsMax)
        case .invitationRevoked(let number, _): self.withdraw(number)
        case .admitted(let principal, let unit, _):
            self.state.admitted[principal] = unit
            self.waiting.remove(principal)
        case .promoted(let principal, let name, _):
            self.state.presenters[principal] = name
            self.show(principal)
        case .demoted(let principal, _, _):
            self.state.presenters[principal] = nil
            self.show(principal)
        case .mutedAll(let selfUnmute, _):
            self.state.orders.mutedAll(selfUnmute: selfUnmute)
            self.showOrders()
        case .unmutedAll:
            self.state.orders.unmutedAll()
            self.showOrders()
        case .muted(let principal, _):
            self.state.orders.muted(principal)
            self.show(principal)
        case .unmuted(let principal, _):
            self.state.orders.unmuted(principal)
            self.show(principal)
        case .selfUnmuted(let principal):
            self.state.orders.selfUnmuted(principal)
            self.show(principal)
        case .floorRequested(let principal, let name):
            self.state.floor.requested(by: NamedParticipant(principal: principal, name: name))
            self.show(principal)
        case .floorGranted(let principal, let name, _):
            self.state.floor.granted(to: NamedParticipant(principal: principal, name: name))
            self.show(principal)
        case .floorDenied(let principal, _), .floorRevoked(let principal, _), .floorReleased(let principal):
            self.state.floor.left(by: principal)
            self.show(principal)
        case .chatPosted(let from, let name, let text):
            let message = ChatMessage(offset: self.publicOffset, at: at, from: from, name: name, text: text)
            self.state.chat.append(message, limits: self.limits)
        case .chatKept(let message): self.state.chat.append(message, limits: self.limits)
        case .meshEntered(let session, let principal, let name):
            self.state.mesh.entered(session, principal, name: name)
        case .meshLeft(let session): self.state.mesh.left(session)
        case .mediaMoved:
            self.state.isMediaMoved = true
            self.state.mesh = Mesh()
        case .answered(let key, let receipt):
            self.state.receipts.append(receipt, for: key, max: self.limits.receiptsMax)
        case .counted(let counters): self.state.counters = counters
        }
    }
}

extension Room {
    private mutating func take(_ seat: Seat, at: Timestamp) {
        self.vacate(seat.session)
        // Who is seated belongs somewhere, even when the log of an older binary lacks the unit.
        self.roster.addUnit(RosterUnit(id: seat.unit, parent: nil, name: "", order: 0))
        self.state.seat(seat)
        self.suspend(seat.session, at: at)
        self.show(seat.principal)
    }

    private mutating func keepOut(_ principal: Principal) {
        self.state.kicked.insert(principal)
        self.state.admitted[principal] = nil
        self.waiting.remove(principal)
    }

    private mutating func withdraw(_ invitation: InvitationNumber) {
        self.state.invitations.removeAll { $0.number == invitation }
        self.waiting.removeAll(of: invitation)
    }

    private mutating func vacate(_ session: SessionID) {
        guard let seat = self.state.vacate(session) else { return }
        self.presences[session] = nil
        self.progress.left(session)
        if !self.isMicrophoneOn(seat.principal) { self.progress.complied(seat.principal) }
        self.show(seat.principal)
        self.sweepSuspensions()
    }

    #if PLENARY_PLANTED_BUGS
    private mutating func vacateUncounted(_ session: SessionID) {
        guard self.state.vacate(session) != nil else { return }
        self.presences[session] = nil
        self.sweepSuspensions()
    }
    #endif

    private mutating func end() {
        // Sorted, because pages close in the order in which they run empty.
        for principal in self.state.participants.keys.sorted() { self.roster.remove(principal) }
        self.state.end()
        self.presences = [:]
        self.suspensions = Suspensions()
        self.progress = Progress()
        self.waiting.removeAll()
    }
}
