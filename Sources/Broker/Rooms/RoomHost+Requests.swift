// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

extension RoomHost {
    /// Takes one message in; ``endTurn(at:)`` follows after the last of a turn.
    mutating func receive(_ body: RoomsMessage.Body, at time: HostTime) {
        switch self.phase {
        case .loading: self.wait(body)
        case .absent: self.receiveWhileAbsent(body, at: time)
        case .serving: self.serve(body, at: time)
        case .unreadable: self.turnAway(body, WireError(.internalError, details: "the room's log cannot be read"))
        }
    }

    /// Keeps a message until the log is read, up to a bound.
    private mutating func wait(_ body: RoomsMessage.Body) {
        guard self.waiting.count < self.limits.waitingWhileLoadingMax else {
            return self.turnAway(body, WireError(.overloaded, retryAfterMs: 1_000))
        }
        self.waiting.append(body)
    }

    /// Refuses whatever waits for an answer.
    mutating func turnAway(_ body: RoomsMessage.Body, _ error: WireError) {
        guard let address = body.replyAddress else { return }
        self.sayNow(.reply(address, .refused(error)), to: address.edge)
    }

    private mutating func receiveWhileAbsent(_ body: RoomsMessage.Body, at time: HostTime) {
        guard case .create(let info, let address) = body else {
            return self.turnAway(body, WireError(.unknownRoom))
        }
        self.lastStamp = Timestamp(ms: time.wallClockMs)
        self.phase = .serving
        self.room.mediaServerFound(isReady: self.media.isReady)
        self.claim(at: 1)
        self.create(info, address, at: time)
    }

    private mutating func serve(_ body: RoomsMessage.Body, at time: HostTime) {
        if let session = body.asker, !self.isFromSeat(body, of: session) {
            // Through the gate: the seat may have been given up by what is not durable yet.
            if let address = body.replyAddress { self.refuse(.notInRoom, address) }
            return
        }
        if self.isStoreFailing, body.needsStore {
            // Who says goodbye is gone, whether or not that can be written: the seat goes when its grace is over.
            if case .leave(let session, let connection, nil) = body {
                self.connectionLost(connection, of: session, at: time)
            }
            return self.turnAway(body, WireError(.storeUnavailable, retryAfterMs: 1_000))
        }
        switch body {
        case .create(let info, let address): self.create(info, address, at: time)
        case .join(let request, let grant, let address): self.join(request, grant, address, at: time)
        case .resume(let request, let address): self.resume(request, address, at: time)
        case .tokenConfirmed(let session, _): self.room.confirmToken(of: session)
        case .grantRenewed(let session, _, let grant): self.routes[session]?.grant = grant
        case .connectionLost(let session, let connection): self.connectionLost(connection, of: session, at: time)
        case .leave(let session, _, let address): self.leave(session, address, at: time)
        case .command(let command, let address): self.command(command, address, at: time)
        case .report(let session, let media, let address): self.report(media, of: session, address, at: time)
        case .media(let session, let request, let address): self.media(request, of: session, address)
        case .signal(let from, let to, let payload, let address): self.signal(payload, from: from, to: to, address)
        case .watch(let session, let streams, let address): self.watch(streams, by: session, address)
        case .unwatch(let session, let streams, let address): self.unwatch(streams, by: session, address)
        case .refresh(let session, _, let streams): self.refresh(streams, of: session)
        case .page(let session, let unit, let page, let address): self.page(page, of: unit, for: session, address)
        case .search(let session, let query, let address): self.search(query, for: session, address)
        case .invitations(let session, let address): self.listInvitations(for: session, address, at: time)
        case .info(let address): self.info(address)
        case .revoke(let principal): self.revoke(principal, at: time)
        }
    }

    /// Whether a request came by the connection that has the seat: a late one of a connection taken over is nobody's.
    private func isFromSeat(_ body: RoomsMessage.Body, of session: SessionID) -> Bool {
        guard let link = self.routes[session]?.link else { return false }
        return link.connection == body.connection
    }

    private mutating func info(_ address: ReplyAddress) {
        // A crash between the claim and the first fact leaves a log without a room.
        guard self.room.info != nil else { return self.refuse(.unknownRoom, address) }
        self.reply(.info(self.room.infoAnswer), to: address)
    }

    // MARK: - Coming and going

    private mutating func create(_ info: RoomInfo, _ address: ReplyAddress, at time: HostTime) {
        if let known = self.room.info {
            // The same command sent again names the same number and asks for the same room.
            return self.reply(known.isSameRequest(as: info) ? .created : .numberTaken, to: address)
        }
        guard self.decide(Command(.open(info), by: .system), address, at: time) != nil else { return }
        self.reply(.created, to: address)
    }

    private mutating func join(_ request: JoinRequest, _ grant: Grant, _ address: ReplyAddress, at time: HostTime) {
        guard let joined = self.admit(request, address, at: time) else { return }
        let session = request.session
        self.take(session, link: Routes.Link(edge: address.edge, connection: address.connection), grant: grant)
        let answer = JoinAnswer(
            session: session,
            principal: request.profile.principal,
            role: joined.role,
            path: joined.path,
            place: joined.media,
            spreadMs: self.spreadMs
        )
        self.reply(.joined(answer), to: address)
        for stream in self.streamsOfAll(session) { self.attach(session, to: stream, from: nil) }
        self.actions.append(.note(.seated(self.id, session, request.profile.principal)))
    }

    /// Decides a join and commits it, unless it has to wait for its turn; a refusal is answered, and nil.
    private mutating func admit(
        _ request: JoinRequest,
        _ address: ReplyAddress,
        at time: HostTime
    ) -> Decision.Joined? {
        let stamp = self.stamp(time)
        let decision: Decision
        do {
            decision = try self.room.decide(Command(.join(request), by: .system), at: stamp)
        } catch {
            self.reply(.refused(self.refusal(error, of: request, at: stamp)), to: address)
            return nil
        }
        guard case .joined(let joined) = decision.answer else { return nil }
        if let refusal = self.queue(request, as: joined.role, at: time) {
            self.reply(.refused(refusal), to: address)
            return nil
        }
        self.commit(decision, at: stamp)
        return joined
    }

    private mutating func resume(_ request: ResumeRequest, _ address: ReplyAddress, at time: HostTime) {
        let session = request.session
        let action = Command.Action.resume(session, shown: request.presented, next: request.next)
        switch self.decide(Command(action, by: .system), address, at: time) {
        case .resumed(let resumed):
            let grant = self.routes[session]?.grant
            self.take(session, link: Routes.Link(edge: address.edge, connection: address.connection), grant: grant)
            let watched = self.watched(by: session, among: request.positions)
            let answer = ResumeAnswer(
                session: session,
                principal: resumed.principal,
                role: resumed.role,
                grant: grant,
                generation: self.room.seat(of: session)?.generation,
                spreadMs: self.spreadMs,
                watching: watched.map(\.stream)
            )
            self.reply(.resumed(answer), to: address)
            self.replay(session, request.positions, watched: watched)
            self.actions.append(.note(.resumed(self.id, session)))
        case .revoked:
            self.reply(.revoked, to: address)
            self.actions.append(.note(.tokenReused(self.id, session)))
        case .opened, .joined, .left, .invited, .receipt, nil:
            break
        }
    }

    /// Binds a seated session to its newest connection; one that it had before is told to close.
    private mutating func take(_ session: SessionID, link: Routes.Link, grant: Grant?) {
        let old = self.routes[session]?.link
        self.routes.unlink(session)
        if let old, old != link { self.say(.release(session, old.connection, .superseded), to: old.edge) }
        self.room.connectionTaken(link.connection, by: session)
        var route = self.routes[session] ?? Routes.Route(link: nil, grant: nil, ring: self.makeSelfRing())
        route.link = link
        route.grant = grant
        self.routes[session] = route
    }

    private func makeSelfRing() -> ReplayRing<[UInt8]> {
        ReplayRing(countMax: self.limits.selfRingCountMax, bytesMax: self.limits.selfRingBytesMax)
    }

    private mutating func connectionLost(_ connection: ConnectionID, of session: SessionID, at time: HostTime) {
        #if PLENARY_PLANTED_BUGS
        let isBelieved = self.roomLimits.planted == .lateCloseBelieved
        let connection = isBelieved ? self.room.connection(of: session) ?? connection : connection
        #endif
        // Compared by connection: the late close of one that was taken over changes nothing.
        self.room.connectionLost(connection, of: session, at: self.stamp(time))
        guard self.routes[session]?.link?.connection == connection else { return }
        self.routes.unlink(session)
    }

    /// An Edge is not heard of any more: its sessions are suspended.
    mutating func edgeLost(_ edge: Address, at time: HostTime) {
        let stamp = self.stamp(time)
        for session in self.room.sessions {
            guard let link = self.routes[session]?.link, link.edge == edge else { continue }
            self.room.connectionLost(link.connection, of: session, at: stamp)
            self.routes.unlink(session)
        }
    }

    private mutating func leave(_ session: SessionID, _ address: ReplyAddress?, at time: HostTime) {
        guard let seat = self.room.seat(of: session) else {
            if let address { self.refuse(.notInRoom, address) }
            return
        }
        let command = Command(.leave, by: .session(session, of: seat.principal))
        guard self.decide(command, address, at: time) != nil else { return }
        if let address { self.reply(.left, to: address) }
    }

    private mutating func revoke(_ principal: Principal, at time: HostTime) {
        for session in self.room.sessions(of: principal) {
            _ = self.decide(Command(.revoke(session), by: .system), nil, at: time)
        }
    }

    // MARK: - Commands

    private mutating func command(_ command: Command, _ address: ReplyAddress, at time: HostTime) {
        switch self.decide(command, address, at: time) {
        case .receipt(let receipt): self.reply(.receipt(receipt), to: address)
        case .invited(let invitation): self.reply(.invited(invitation), to: address)
        case .opened, .joined, .resumed, .revoked, .left, nil: break
        }
    }

    private mutating func report(
        _ media: MediaReport,
        of session: SessionID,
        _ address: ReplyAddress,
        at time: HostTime
    ) {
        do {
            self.commit(facts: try self.room.report(media, of: session), at: time)
            if self.media.publishers[session] != nil { self.arePublicationsDirty = true }
            self.reply(.done, to: address)
        } catch {
            self.reply(.refused(WireError(error)), to: address)
        }
    }

    /// Relays a signal; only the room knows where the other session is, and that both are here.
    private mutating func signal(_ payload: OpaqueJSON, from: SessionID, to: SessionID, _ address: ReplyAddress) {
        guard let sender = self.room.seat(of: from) else { return self.refuse(.notInRoom, address) }
        guard self.room.seat(of: to) != nil else { return self.refuse(.recipientGone, address) }
        self.tellSession(to) { header in
            PushEncoder.signalReceived(header, from: from, sender.principal, payload)
        }
        self.reply(.done, to: address)
    }

    /// Decides a command and commits what was decided; a refusal is answered, and nil.
    private mutating func decide(
        _ command: Command,
        _ address: ReplyAddress?,
        at time: HostTime
    ) -> Decision.Answer? {
        let stamp = self.stamp(time)
        guard let decision = self.consider(command, address, at: stamp) else { return nil }
        self.commit(decision, at: stamp)
        return decision.answer
    }

    /// Decides a command and commits nothing; a refusal is answered, and nil.
    private mutating func consider(
        _ command: Command,
        _ address: ReplyAddress?,
        at stamp: Timestamp
    ) -> Decision? {
        do {
            return try self.room.decide(command, at: stamp)
        } catch {
            if let address { self.reply(.refused(WireError(error)), to: address) }
            return nil
        }
    }
}

extension RoomsMessage.Body {
    /// Where the answer goes; nil when nobody waits for one.
    var replyAddress: ReplyAddress? {
        switch self {
        case .tokenConfirmed, .grantRenewed, .connectionLost, .refresh, .revoke: nil
        case .leave(_, _, let address): address
        case .create(_, let address), .join(_, _, let address), .resume(_, let address), .command(_, let address),
            .report(_, _, let address), .media(_, _, let address), .signal(_, _, _, let address),
            .watch(_, _, let address),
            .unwatch(_, _, let address), .page(_, _, _, let address), .search(_, _, let address),
            .invitations(_, let address), .info(let address):
            address
        }
    }

    /// Whether a room that is not in memory is loaded for this: its seats know of no connection then.
    var needsHost: Bool {
        switch self {
        case .tokenConfirmed, .grantRenewed, .connectionLost, .refresh: false
        case .create, .join, .resume, .leave, .command, .report, .media, .signal, .watch, .unwatch, .page, .search,
            .invitations, .info, .revoke:
            true
        }
    }

    /// The session that asks for something as one that is in the room.
    fileprivate var asker: SessionID? {
        switch self {
        case .create, .join, .resume, .connectionLost, .info, .revoke: nil
        case .tokenConfirmed(let session, _), .grantRenewed(let session, _, _), .leave(let session, _, _),
            .report(let session, _, _), .media(let session, _, _), .signal(let session, _, _, _),
            .watch(let session, _, _),
            .unwatch(let session, _, _), .refresh(let session, _, _), .page(let session, _, _, _),
            .search(let session, _, _), .invitations(let session, _):
            session
        case .command(let command, _):
            switch command.by {
            case .system: nil
            case .session(let session, of: _): session
            }
        }
    }

    /// The connection that the message came by; nil when it came by none.
    fileprivate var connection: ConnectionID? {
        switch self {
        case .tokenConfirmed(_, let connection), .grantRenewed(_, let connection, _),
            .connectionLost(_, let connection), .leave(_, let connection, _), .refresh(_, let connection, _):
            connection
        default: self.replyAddress?.connection
        }
    }

    /// Whether the message may decide facts, which a failing store could not keep.
    ///
    /// A revocation, and a leave that nobody would repeat, are decided nevertheless: they must take effect, if only in
    /// memory at first. After a rebuild such a seat is suspended and runs out.
    fileprivate var needsStore: Bool {
        switch self {
        case .leave(_, _, let address): address != nil
        case .create, .join, .resume, .command, .report: true
        case .tokenConfirmed, .grantRenewed, .connectionLost, .media, .signal, .watch, .unwatch, .refresh, .page,
            .search, .invitations, .info, .revoke:
            false
        }
    }
}

extension RoomInfo {
    /// Whether both ask for the same room, whenever they did.
    fileprivate func isSameRequest(as other: RoomInfo) -> Bool {
        self.room == other.room && self.title == other.title && self.chair == other.chair
            && self.participantsMax == other.participantsMax && self.sessionPolicy == other.sessionPolicy
    }
}
