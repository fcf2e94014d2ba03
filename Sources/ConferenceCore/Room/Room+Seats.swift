// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Coming and going. A newer session takes over what its participant has (hand, floor, role, orders): only the last
// session of a participant gives the floor back when it goes. Places in the mesh belong to sessions; who finds none
// left moves the room to the media server, where one can be used.

extension Room {
    func decideJoin(_ request: JoinRequest, at: Timestamp) throws(RoomRefusal) -> Decision {
        let info = try self.requireOpen()
        let principal = request.profile.principal
        guard !self.state.kicked.contains(principal) else { throw .kicked }
        if let seat = self.state.seats[request.session] { return try self.joinAgain(request, in: seat) }
        let present = self.sessions(of: principal)
        let replaced = try self.replaced(among: present, by: info.sessionPolicy)
        if present.isEmpty {
            guard !self.state.isLocked || principal == info.chair else { throw .roomLocked }
            guard self.participantCount < info.participantsMax else { throw .roomFull(limit: info.participantsMax) }
        }
        let unit = try self.requireAdmission(request, at: at)
        let seat = Seat(
            session: request.session,
            profile: request.profile,
            unit: unit,
            people: request.people,
            authority: request.authority,
            wantsMedia: request.wantsMedia,
            tokens: TokenChain(current: request.token),
            joinedAt: at,
            ordinal: self.state.counters.seatings,
            generation: request.generation
        )
        var facts = self.unknownUnits(of: request.path).map { Fact.unitAdded($0) }
        // Before the older ones go, so that the participant is never out of the room and counts do not blink.
        facts.append(.seated(seat))
        facts += self.departures(of: replaced, .replaced, staying: principal)
        let taken = self.state.mesh.members.count { !replaced.contains($0.session) }
        let entersMesh = request.wantsMedia && taken < self.state.meshPlaces
        if entersMesh { facts.append(.meshEntered(seat.session, principal, name: seat.profile.name)) }
        let byServer = self.state.isMediaMoved || self.isMediaServerReady
        if request.wantsMedia, !entersMesh, byServer, !self.state.isMediaMoved { facts.append(.mediaMoved) }
        let answer = Decision.Joined(
            role: self.state.role(of: principal, authority: request.authority),
            path: self.path(of: unit, after: request.path),
            media: entersMesh ? .mesh : request.wantsMedia ? (byServer ? .server : .full) : .none,
            replaced: replaced
        )
        return Decision(facts, .joined(answer))
    }

    /// A session whose first answer was lost asks once more: only the token is new.
    private func joinAgain(_ request: JoinRequest, in seat: Seat) throws(RoomRefusal) -> Decision {
        guard seat.principal == request.profile.principal else { throw .alreadyJoined }
        let isNew = request.token != seat.tokens.current
        let answer = Decision.Joined(
            role: self.role(of: seat.principal),
            path: self.roster.path(of: seat.unit),
            media: self.mediaPlace(of: seat),
            replaced: []
        )
        return Decision(
            isNew ? [.tokenRotated(seat.session, shown: seat.tokens.current, next: request.token)] : [],
            .joined(answer)
        )
    }

    func decideResume(
        _ session: SessionID,
        shown: TokenDigest,
        next: TokenDigest
    ) throws(RoomRefusal) -> Decision {
        _ = try self.requireOpen()
        guard let seat = self.state.seats[session] else { throw .unknownSession }
        let isConfirmed = self.presences[session]?.isTokenConfirmed ?? false
        switch seat.tokens.verdict(on: shown, isConfirmed: isConfirmed) {
        case .good:
            let answer = Decision.Resumed(
                session: session,
                principal: seat.principal,
                role: self.role(of: seat.principal),
                path: self.roster.path(of: seat.unit),
                media: self.mediaPlace(of: seat)
            )
            return Decision([.tokenRotated(session, shown: shown, next: next)], .resumed(answer))
        case .reused:
            return Decision(self.departures(of: [session], .tokenReused), .revoked)
        case .unknown:
            throw .unknownSession
        }
    }

    func decideLeave(by actor: Command.Actor) throws(RoomRefusal) -> Decision {
        _ = try self.requireOpen()
        switch actor {
        case .system: throw .notInRoom
        case .session(let session, of: _):
            _ = try self.actor(actor)
            return Decision(self.departures(of: [session], .left), .left)
        }
    }

    func decideRevoke(_ session: SessionID, by actor: Command.Actor) throws(RoomRefusal) -> Decision {
        _ = try self.requireOpen()
        switch actor {
        case .session: throw .permissionDenied
        case .system:
            guard self.state.seats[session] != nil else { throw .unknownSession }
            return Decision(self.departures(of: [session], .revoked), .left)
        }
    }

    /// What becomes true when `sessions`, each named once, give up their seats.
    ///
    /// - Parameter staying: A participant that keeps what it has, because a newer session of it is being seated.
    func departures(of sessions: [SessionID], _ reason: Seat.Departure, staying: Principal? = nil) -> [Fact] {
        var facts: [Fact] = []
        var gone: [Principal: Int] = [:]
        for session in sessions {
            guard let seat = self.state.seats[session] else { continue }
            facts.append(.vacated(session, reason))
            if self.state.mesh.contains(session) { facts.append(.meshLeft(session)) }
            gone[seat.principal, default: 0] += 1
            let isLast = gone[seat.principal] == self.state.participants[seat.principal]?.count
            if isLast, seat.principal != staying, self.state.floor.concerns(seat.principal) {
                facts.append(.floorReleased(seat.principal))
            }
        }
        return facts
    }

    private func replaced(
        among present: [SessionID],
        by policy: RoomInfo.SessionPolicy
    ) throws(RoomRefusal) -> [SessionID] {
        switch policy {
        case .replace:
            return present
        case .refuse:
            guard present.isEmpty else { throw .alreadyJoined }
            return []
        case .allow:
            return Array(present.prefix(max(0, present.count + 1 - self.limits.sessionsPerParticipantMax)))
        }
    }

    private func mediaPlace(of seat: Seat) -> Decision.MediaPlace {
        guard seat.wantsMedia else { return .none }
        if self.state.isMediaMoved { return .server }
        return self.state.mesh.contains(seat.session) ? .mesh : .full
    }

    /// The units of `path` that the room has to learn, each below the one before it.
    private func unknownUnits(of path: [RosterUnit]) -> [RosterUnit] {
        let known = path.lastIndex { self.roster.isKnown($0.id) }
        let first = known.map { $0 + 1 } ?? 0
        return path.indices[first...].map { index in
            let parent = index > 0 ? path[index - 1].id : nil
            return RosterUnit(id: path[index].id, parent: parent, name: path[index].name, order: path[index].order)
        }
    }

    /// The path as the room will know it: where it meets a unit that is known already, the room's own word counts.
    private func path(of unit: UnitID, after path: [RosterUnit]) -> [UnitID] {
        guard !path.isEmpty else { return self.roster.path(of: unit) }
        let new = self.unknownUnits(of: path).map { $0.id }
        if new.count < path.count { return self.roster.path(of: path[path.count - new.count - 1].id) + new }
        return (self.roster.nodes.first.map { [$0.unit] } ?? []) + new
    }
}
