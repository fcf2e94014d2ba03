// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What is true of a session's connection whether the room likes it or not. Nothing here is logged.

extension Room {
    /// A connection took the seat, the first time or in place of an older one.
    ///
    /// - Returns: The connection that it superseded, to be closed with 4500.
    @discardableResult
    public mutating func connectionTaken(_ connection: ConnectionID, by session: SessionID) -> ConnectionID? {
        guard let seat = self.state.seats[session] else { return nil }  // Vacated while the news was under way.
        let superseded = self.connection(of: session)
        self.presences[session]?.state = .connected(connection)
        self.sweepSuspensions()
        self.show(seat.principal)
        return superseded == connection ? nil : superseded
    }

    /// The seat's connection is gone; the seat stays for the grace.
    public mutating func connectionLost(_ connection: ConnectionID, of session: SessionID, at: Timestamp) {
        guard let seat = self.state.seats[session] else { return }
        guard self.connection(of: session) == connection else { return }  // The late close of one taken over.
        self.suspend(session, at: at)
        self.show(seat.principal)
    }

    /// The client has used its newest connection, so the token that opened it is dead.
    ///
    /// Not logged: after a restart that token is good once more, until the client has used its connection again.
    public mutating func confirmToken(of session: SessionID) {
        self.presences[session]?.isTokenConfirmed = true
    }

    /// A client tells what its devices do.
    ///
    /// A microphone that goes on lifts the order against all for its participant, where the order allows that. One that
    /// was on already may not have heard of the order yet, so it lifts nothing.
    ///
    /// - Returns: What the host has to commit.
    /// - Throws: ``RoomRefusal/permissionDenied`` when an order forbids the microphone; nothing is changed then.
    public mutating func report(_ media: MediaReport, of session: SessionID) throws(RoomRefusal) -> [Fact] {
        _ = try self.requireOpen()
        guard let seat = self.state.seats[session], let presence = self.presences[session] else { throw .notInRoom }
        let principal = seat.principal
        var facts: [Fact] = []
        if media.isMicrophoneOn, self.state.isMuted(principal) {
            guard self.state.orders.allowsSelfUnmute(principal) else { throw .permissionDenied }
            if !presence.media.isMicrophoneOn { facts.append(.selfUnmuted(principal)) }
        }
        self.presences[session]?.media = media
        if !self.isMicrophoneOn(principal) { self.progress.complied(principal) }
        self.show(principal)
        return facts
    }

    /// Forgets who has left the lobby, and says what time alone has decided: seats whose grace has passed, at most
    /// ``RoomLimits/departuresMax`` of them.
    ///
    /// Each is named once, so the host has to commit what it gets. ``nextDeadline`` stays due while more are left.
    public mutating func advance(to now: Timestamp) -> [Fact] {
        var due: [SessionID] = []
        while due.count < self.limits.departuresMax, let first = self.suspensions.first, first.until <= now {
            _ = self.suspensions.popFirst()
            if self.isLive(first) { due.append(first.session) }
        }
        self.sweepSuspensions()
        self.waiting.sweep(at: now)
        return self.departures(of: due, .graceEnded)
    }

    /// When ``advance(to:)`` is due; nil when every seat has its connection and nobody waits for admission.
    public var nextDeadline: Timestamp? {
        guard let sweep = self.waiting.nextSweep else { return self.suspensions.first?.until }
        return self.suspensions.first.map { min($0.until, sweep) } ?? sweep
    }

    /// Gives every seat without a connection a fresh grace: after a restart nobody could come back while it lasted.
    public mutating func restartGraces(at now: Timestamp) {
        self.suspensions = Suspensions()
        for seat in self.seatsInOrder where self.connection(of: seat.session) == nil {
            self.suspend(seat.session, at: now)
        }
    }

    mutating func suspend(_ session: SessionID, at now: Timestamp) {
        let entry = self.suspensions.append(session, until: now.advanced(byMs: self.limits.resumeGraceMs))
        let state = Presence.State.suspended(until: entry.until, number: entry.number)
        if self.presences[session] == nil {
            self.presences[session] = Presence(state: state)
        } else {
            self.presences[session]?.state = state
        }
        self.sweepSuspensions()
    }

    /// Whether the entry's session is still in the suspension that the entry speaks of.
    func isLive(_ entry: Suspensions.Entry) -> Bool {
        self.presences[entry.session]?.state == .suspended(until: entry.until, number: entry.number)
    }

    mutating func sweepSuspensions() {
        let presences = self.presences
        self.suspensions.sweep(live: self.seatCount) {
            presences[$0.session]?.state == .suspended(until: $0.until, number: $0.number)
        }
    }
}
