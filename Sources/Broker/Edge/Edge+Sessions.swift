// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

// MARK: - Signing in

extension Edge {
    func authenticate(_ credentials: ClientCall.Authenticate, _ id: RequestID, on connection: EdgeConnection) {
        guard case .greeted = connection.phase else { return self.answer(id, .alreadyAuthenticated, on: connection) }
        connection.phase = .checking(id)
        connection.mustCheckGrant = false
        let shown: Credentials =
            switch credentials {
            case .password(let identifier, let password): .password(identifier: identifier, password: password)
            case .token(let accessToken): .accessToken(accessToken)
            }
        let connectionID = connection.id
        self.ports.signIn.authenticate(shown, from: connection.link.remoteAddress, on: self.loop) {
            [weak self] result in
            self?.assumeIsolated { $0.authenticated(result, connectionID) }
        }
    }

    private func authenticated(_ result: Result<Grant, WireError>, _ connectionID: ConnectionID) {
        guard let connection = self.connections[connectionID], case .checking(let id) = connection.phase else { return }
        switch result {
        case .failure(let error):
            connection.phase = .greeted
            // Long enough to try again once more, or after the pause that the answer names.
            let pause = Duration.milliseconds(Int64(clamping: error.retryAfterMs ?? 0))
            self.watch(connection, for: min(pause, .seconds(60)) + self.limits.authenticationTimeout)
            self.ports.observer.note(.signInRefused(connectionID, error.code))
            self.answer(id, error, on: connection)
        case .success(let grant):
            let session = SessionID(self.ports.secrets.randomBits())
            self.signedIn(EdgeSession(id: session, principal: grant.principal, grant: grant), on: connection)
            self.watchExpiry(of: connection, until: grant.expiresAt)
            let result = AuthenticateResult(
                session: session.wire,
                participant: grant.principal.wire,
                name: grant.profile.name,
                unit: grant.unitPath.last?.id.rawValue ?? 0,
                permissions: grant.mayCreateRooms ? ["room.create"] : [],
                expiresAt: grant.expiresAt.ms
            )
            self.answer(id, result, on: connection)
            if connection.mustCheckGrant { self.checkGrant(of: grant.principal, on: connection) }
        }
    }

    private func signedIn(_ session: EdgeSession, on connection: EdgeConnection) {
        connection.phase = .signedIn(session)
        self.sessions[session.id] = connection
        self.watch(connection, for: self.limits.heartbeatTimeout)
        self.ports.observer.note(.signedIn(connection.id, session.id, session.principal))
    }

    func refresh(_ refresh: ClientCall.Refresh, _ id: RequestID, _ session: EdgeSession, on connection: EdgeConnection)
    {
        let connectionID = connection.id
        let token = Credentials.accessToken(refresh.accessToken)
        self.ports.signIn.authenticate(token, from: connection.link.remoteAddress, on: self.loop) {
            [weak self] result in
            self?.assumeIsolated { $0.refreshed(result, id, connectionID) }
        }
    }

    private func refreshed(_ result: Result<Grant, WireError>, _ id: RequestID, _ connectionID: ConnectionID) {
        guard let connection = self.connections[connectionID], let session = connection.session else { return }
        switch result {
        case .failure(let error): self.answer(id, error, on: connection)
        case .success(let grant) where grant.principal != session.principal:
            self.answer(id, WireError(.tokenInvalid, details: "the token is another account's"), on: connection)
        case .success(let grant):
            self.keep(grant, for: session, on: connection)
            self.answer(id, RefreshResult(expiresAt: grant.expiresAt.ms), on: connection)
        }
    }

    func bye(_ id: RequestID, _ session: EdgeSession, on connection: EdgeConnection) {
        if let room = session.room { self.ask(room, .leave(session.id, connection.id, nil), from: nil) }
        self.answer(id, EmptyResult(), on: connection)
        self.close(connection, .signedOut, tellRoom: false)
    }
}

// MARK: - Joining and coming back

extension Edge {
    func join(_ join: ClientCall.JoinRoom, _ id: RequestID, _ session: EdgeSession, on connection: EdgeConnection) {
        guard session.place == .outside else { return self.answer(id, .alreadyInRoom, on: connection) }
        guard let room = RoomID(join.room) else { return self.answer(id, .unknownRoom, on: connection) }
        guard let grant = session.grant else {
            return self.waitForGrant(ClientRequest(id: id, call: .roomJoin(join)), session, on: connection)
        }
        guard self.mayAsk(session, about: room) else { return self.answer(id, .permissionDenied, on: connection) }
        let token = self.makeToken(for: session.id)
        session.place = .joining(room, token, id)
        let request = JoinRequest(
            session: session.id,
            profile: grant.profile,
            path: grant.unitPath,
            people: Int32(clamping: join.people),
            authority: grant.authority,
            wantsMedia: join.wantsMedia,
            token: self.ports.secrets.digest(of: token.secret),
            generation: grant.generation,
            invitation: grant.pass?.invitation
        )
        self.ask(room, .join(request, grant, self.replyAddress(id, connection)), from: connection)
    }

    func resume(_ resume: ClientCall.Resume, _ id: RequestID, on connection: EdgeConnection) {
        guard case .greeted = connection.phase else { return self.answer(id, .alreadyAuthenticated, on: connection) }
        guard let room = RoomID(resume.room) else { return self.answer(id, .unknownSession, on: connection) }
        let session = SessionID(resume.token.session)
        let next = self.makeToken(for: session)
        connection.phase = .resuming(
            EdgeConnection.Resuming(request: id, room: room, session: session, nextToken: next)
        )
        let request = ResumeRequest(
            session: session,
            presented: self.ports.secrets.digest(of: resume.token.secret),
            next: self.ports.secrets.digest(of: next.secret),
            positions: resume.streams.map { (StreamID($0, of: session), $1) }.sorted { $0.0 < $1.0 }
        )
        self.ask(room, .resume(request, self.replyAddress(id, connection)), from: connection)
    }

    /// Keeps a request of a session that is only just back after a restart: what it may do is being looked up.
    func waitForGrant(_ request: ClientRequest, _ session: EdgeSession, on connection: EdgeConnection) {
        guard session.waitingForGrant.count < self.limits.waitingForGrantMax else {
            return self.answer(request.id, WireError(.overloaded, retryAfterMs: 1_000), on: connection)
        }
        session.waitingForGrant.append(request)
    }

    private func makeToken(for session: SessionID) -> ResumeToken {
        ResumeToken(
            node: self.address.node,
            loop: self.address.loop,
            session: session.wire,
            secret: self.ports.secrets.makeSecret()
        )
    }

    private func joined(_ joined: JoinAnswer, _ id: RequestID, in room: RoomID, on connection: EdgeConnection) {
        guard let session = connection.session, case .joining(room, let token, id) = session.place else { return }
        session.place = .seated(room)
        let result = JoinRoomResult(
            room: room.wire,
            link: room.wire.link(under: self.node.publicURL),
            session: session.id.wire,
            participant: joined.principal.wire,
            role: joined.role.wire,
            path: joined.path.map(\.rawValue),
            media: joined.place.wire,
            token: token,
            reconnect: session.id.reconnect(spreadMs: joined.spreadMs)
        )
        self.answer(id, result, on: connection)
    }

    private func result(of info: InfoAnswer) -> RoomInfoResult {
        RoomInfoResult(
            room: info.room.wire,
            link: info.room.wire.link(under: self.node.publicURL),
            title: info.title,
            state: info.isEnded ? .ended : .open,
            isLocked: info.isLocked,
            participants: UInt32(clamping: info.participants),
            people: UInt32(clamping: info.people),
            limit: UInt32(clamping: info.limit)
        )
    }

    private func resumed(_ resumed: ResumeAnswer, in room: RoomID, on connection: EdgeConnection) {
        guard case .resuming(let resuming) = connection.phase else { return }
        let session = EdgeSession(
            id: resumed.session,
            principal: resumed.principal,
            grant: resumed.grant,
            seatGeneration: resumed.generation
        )
        session.place = .seated(room)
        session.owesTokenConfirmation = true
        self.signedIn(session, on: connection)
        let result = ResumeResult(
            session: resumed.session.wire,
            participant: resumed.principal.wire,
            room: room.wire,
            token: resuming.nextToken,
            role: resumed.role.wire,
            reconnect: resumed.session.reconnect(spreadMs: resumed.spreadMs),
            watching: resumed.watching.sorted().map(\.wire)
        )
        self.answer(resuming.request, result, on: connection)
        if let grant = resumed.grant { self.watchExpiry(of: connection, until: grant.expiresAt) }
        self.checkGrant(of: resumed.principal, on: connection)
    }

    /// Access may have been revoked while the session was away, or while its credentials were being checked.
    private func checkGrant(of principal: Principal, on connection: EdgeConnection) {
        if principal.kind == .guest {
            if let session = connection.session { self.awaitRefresh(of: session, on: connection) }
            return
        }
        let id = connection.id
        self.ports.signIn.currentGrant(of: principal, on: self.loop) { [weak self] grant in
            self?.assumeIsolated { $0.grantChecked(grant, id) }
        }
    }

    private func grantChecked(_ grant: Grant?, _ id: ConnectionID) {
        guard let connection = self.connections[id], let session = connection.session else { return }
        guard let grant else {
            if let room = session.room { self.ask(room, .revoke(session.principal), from: nil) }
            return self.close(connection, .accessRevoked, tellRoom: false)
        }
        if let known = session.grant?.generation ?? session.seatGeneration, known < grant.generation {
            // What it was signed in with is good no more. The principal's newer sessions stay.
            if let room = session.room { self.ask(room, .leave(session.id, connection.id, nil), from: nil) }
            return self.close(connection, .accessRevoked, tellRoom: false)
        }
        // Coming back puts no end off. One that a restart has forgotten comes soon, so that the client refreshes.
        let soon = self.limits.unknownGrantLife.wholeMilliseconds
        let end = session.grant?.expiresAt ?? Timestamp(ms: self.loop.wallClockMs).advanced(byMs: soon)
        self.keep(grant.ending(by: end), for: session, on: connection)
    }

    /// The session has this grant from now on, also when it comes back: its room keeps it.
    private func keep(_ grant: Grant, for session: EdgeSession, on connection: EdgeConnection) {
        let isNews = grant != session.grant
        session.grant = grant
        self.watchExpiry(of: connection, until: grant.expiresAt)
        if isNews, let room = session.room {
            self.ask(room, .grantRenewed(session.id, connection.id, grant), from: nil)
        }
        let waiting = session.waitingForGrant
        session.waitingForGrant = []
        for request in waiting { self.handle(request, on: connection) }
    }
}

// MARK: - Answers of rooms

extension Edge {
    /// Turns a room's answer into the client's.
    func replied(_ reply: RoomReply, _ address: ReplyAddress, in room: RoomID) {
        guard let connection = self.connections[address.connection] else { return }  // Gone meanwhile.
        let id = address.request
        switch reply {
        case .created: self.created(room, id, on: connection)
        case .numberTaken: self.createAgain(id, on: connection)
        case .joined(let joined): self.joined(joined, id, in: room, on: connection)
        case .resumed(let resumed): self.resumed(resumed, in: room, on: connection)
        case .receipt(let receipt): self.answer(id, receipt.wire, on: connection)
        case .invited(let invitation):
            self.answer(id, InvitationResult(invitation: self.card(of: invitation, in: room)), on: connection)
        case .invitations(let invitations):
            let cards = invitations.map { self.card(of: $0, in: room) }
            self.answer(id, InvitationsResult(invitations: cards), on: connection)
        case .done: self.answer(id, EmptyResult(), on: connection)
        case .published(let sdp): self.answer(id, PublishResult(sdp: sdp), on: connection)
        case .left:
            connection.session?.place = .outside
            self.answer(id, EmptyResult(), on: connection)
        case .watching(let streams): self.answer(id, WatchResult(watching: streams), on: connection)
        case .page(let page): self.answer(id, page, on: connection)
        case .search(let result): self.answer(id, result, on: connection)
        case .info(let info): self.answer(id, self.result(of: info), on: connection)
        case .refused(let error): self.refused(error, id, in: room, on: connection)
        case .revoked:
            connection.phase = .greeted
            self.answer(id, .tokenReused, on: connection)
            self.close(connection, .tokenReused, tellRoom: false)
        }
    }

    private func refused(_ error: WireError, _ id: RequestID, in room: RoomID, on connection: EdgeConnection) {
        switch connection.phase {
        case .resuming(let resuming) where resuming.request == id:
            connection.phase = .greeted
            // Refused for our own sake: the client may try again before its time runs out.
            if error.code.isRetryable { self.watch(connection, for: self.limits.authenticationTimeout) }
        case .signedIn(let session):
            connection.creating[id] = nil
            if case .joining(room, _, id) = session.place { session.place = .outside }
        case .greeted, .checking, .resuming: break
        }
        self.answer(id, error, on: connection)
    }
}

extension SessionID {
    /// When the session comes back after a crash: its slot never changes, so that everybody keeps to one.
    fileprivate func reconnect(spreadMs: Int64) -> WireReconnect {
        // Four digits are plenty, and shorter on the wire.
        WireReconnect(slot: Double(self.rawValue % 10_000) / 10_000, spreadMs: UInt32(clamping: spreadMs))
    }
}
