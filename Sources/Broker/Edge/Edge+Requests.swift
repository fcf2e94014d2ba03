// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

extension Edge {
    /// Carries out one request of a client.
    func handle(_ request: ClientRequest, on connection: EdgeConnection) {
        let id = request.id
        if let session = connection.session { self.confirmToken(of: session, on: connection) }
        switch request.call {
        case .sessionPing: return self.answer(id, PingResult(time: self.loop.wallClockMs), on: connection)
        case .sessionAuthenticate(let credentials): return self.authenticate(credentials, id, on: connection)
        case .sessionResume(let resume): return self.resume(resume, id, on: connection)
        default: break
        }
        guard let session = connection.session else { return self.answer(id, .notAuthenticated, on: connection) }
        switch request.call {
        case .sessionRefresh(let refresh): self.refresh(refresh, id, session, on: connection)
        case .sessionBye: self.bye(id, session, on: connection)
        case .roomCreate(let create): self.createRoom(create, id, session, on: connection)
        case .roomJoin(let join): self.join(join, id, session, on: connection)
        case .roomInfo(let info):
            guard let room = RoomID(info.room) else { return self.answer(id, .unknownRoom, on: connection) }
            guard self.mayAsk(session, about: room) else { return self.answer(id, .permissionDenied, on: connection) }
            self.ask(room, .info(self.replyAddress(id, connection)), from: connection)
        default: self.handleInRoom(request, session, on: connection)
        }
    }

    /// Requests about the room in which the session sits.
    private func handleInRoom(_ request: ClientRequest, _ session: EdgeSession, on connection: EdgeConnection) {
        guard let named = request.call.room, let room = RoomID(named), session.place == .seated(room) else {
            return self.answer(request.id, .notInRoom, on: connection)
        }
        let reply = self.replyAddress(request.id, connection)
        let body: RoomsMessage.Body
        switch request.call {
        case .roomInvitationList: body = .invitations(session.id, reply)
        case .roomLeave: body = .leave(session.id, connection.id, reply)
        case .rosterWatch(let named):
            body = .watch(session.id, named.streams.map { StreamID($0, of: session.id) }, reply)
        case .rosterUnwatch(let named):
            body = .unwatch(session.id, named.streams.map { StreamID($0, of: session.id) }, reply)
        case .rosterPage(let page): body = .page(session.id, UnitID(page.unit), PageNumber(page.page), reply)
        case .rosterSearch(let search):
            if let waitMs = connection.searches.take(at: self.loop.now) {
                let error = WireError(.rateLimited, retryAfterMs: UInt64(waitMs))
                return self.answer(request.id, error, on: connection)
            }
            body = .search(session.id, query: search.query, reply)
        case .mediaReport(let media):
            let report = MediaReport(isMicrophoneOn: media.microphone.isOn, isCameraOn: media.camera.isOn)
            body = .report(session.id, report, reply)
        case .mediaServers: return self.servers(request.id, session, on: connection)
        case .signalSend(let signal):
            body = .signal(from: session.id, to: SessionID(signal.to), payload: signal.payload, reply)
        default:
            if let media = MediaRequest(request.call) {
                return self.ask(room, .media(session.id, media, reply), from: connection)
            }
            guard let action = Command.Action(request.call) else {
                preconditionFailure("\(request.call.method) is handled nowhere")
            }
            let actor = Command.Actor.session(session.id, of: session.principal)
            body = .command(Command(action, by: actor, key: request.call.key), reply)
        }
        self.ask(room, body, from: connection)
    }

    /// STUN and TURN servers for a session, with credentials of its own.
    private func servers(_ id: RequestID, _ session: EdgeSession, on connection: EdgeConnection) {
        let now = Timestamp(ms: self.loop.wallClockMs)
        let servers = self.ports.iceServers?.servers(for: session.id, at: now) ?? ICEServers(expiresAt: now)
        let wire =
            servers.urls.isEmpty
            ? [] : [WireICEServer(urls: servers.urls, username: servers.username, credential: servers.credential)]
        self.answer(id, ICEServersResult(servers: wire, expiresAt: servers.expiresAt.ms), on: connection)
    }

    /// The room hears once that the client uses the connection of its last resume.
    private func confirmToken(of session: EdgeSession, on connection: EdgeConnection) {
        guard session.owesTokenConfirmation, case .seated(let room) = session.place else { return }
        session.owesTokenConfirmation = false
        self.ask(room, .tokenConfirmed(session.id, connection.id), from: nil)
    }
}

extension Command.Action {
    /// What a call asks of a room; nil for one that is no command.
    fileprivate init?(_ call: ClientCall) {
        switch call {
        case .roomInvitationCreate(let create): self = .invite(lifeMs: Int64(create.lifeMs))
        case .roomInvitationRevoke(let revoke): self = .revokeInvitation(InvitationNumber(revoke.invitation))
        case .roomLobbyAdmit(let admit):
            switch admit.target {
            case .all: self = .admit(.all)
            case .unit(let unit): self = .admit(.unit(UnitID(unit)))
            case .participants(let guests): self = .admit(.guests(guests.map { Principal($0) }))
            }
        case .chatSend(let chat): self = .chat(chat.text)
        case .floorRequest: self = .requestFloor
        case .floorRelease: self = .releaseFloor
        case .floorGrant(let command): self = .grantFloor(Principal(command.participant))
        case .floorDeny(let command): self = .denyFloor(Principal(command.participant))
        case .floorRevoke(let command): self = .revokeFloor(Principal(command.participant))
        case .controlLock: self = .lock
        case .controlUnlock: self = .unlock
        case .controlMute(let mute):
            switch mute.target {
            case .all(let selfUnmute): self = .muteAll(selfUnmute: selfUnmute)
            case .participants(let participants): self = .mute(participants.map { Principal($0) })
            }
        case .controlUnmute(let unmute):
            switch unmute.target {
            case .all: self = .unmuteAll
            case .participants(let participants): self = .unmute(participants.map { Principal($0) })
            }
        case .controlHide(let command): self = .hide(command.participants.map { Principal($0) })
        case .controlShow(let command): self = .show(command.participants.map { Principal($0) })
        case .controlKick(let command): self = .kick(Principal(command.participant))
        case .controlPromote(let command): self = .promote(Principal(command.participant))
        case .controlDemote(let command): self = .demote(Principal(command.participant))
        case .controlEnd: self = .end
        case .sessionAuthenticate, .sessionResume, .sessionRefresh, .sessionPing, .sessionBye, .roomCreate, .roomJoin,
            .roomLeave, .roomInfo, .roomInvitationList, .rosterWatch, .rosterUnwatch, .rosterPage, .rosterSearch,
            .mediaReport,
            .mediaPublish,
            .mediaUnpublish, .mediaSubscribe, .mediaAnswer, .mediaCandidates, .mediaServers, .signalSend:
            return nil
        }
    }
}
