// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

extension ModelClient {
    /// Does something that a person, or a client left alone, might do.
    func act() {
        guard self.isActing, case .signedIn = self.phase, self.link != nil, !self.isStalled else { return }
        guard let seat = self.seat else { return self.actOutside() }
        switch self.random.below(100) {
        case 0..<26: self.command { .chatSend(.init(room: seat.room, text: "text \($0)", key: $0)) }
        case 26..<46: self.actOnFloor(in: seat.room)
        case 46..<60: self.actAsOperator(in: seat.room)
        case 60..<80: self.lookAtRoster(in: seat)
        case 80..<85: self.report(in: seat.room)
        case 85:
            let token = SimulatedSignIn.accessToken(of: self.plan.account)
            self.send(.sessionRefresh(.init(accessToken: SecretText(token))))
        case 86..<92: self.signal(in: seat.room)
        case 92..<95: self.sendNonsense()
        case 95, 96: self.askForInfo()
        case 97, 98: self.send(.roomLeave(.init(room: seat.room)))
        default: if self.random.oneIn(3) { self.send(.sessionBye) }
        }
    }

    /// In no room: joins one, perhaps one that it creates first.
    private func actOutside() {
        if self.random.oneIn(12), self.witness.rooms.count < 8 { self.roomsLeftToCreate = 1 }
        if self.random.oneIn(3) { self.join() }
        // While the answer to a join is on its way, others may come first.
        if self.random.oneIn(3) { self.askForInfo() }
    }

    /// About a room of the world, or about one that nobody has created.
    private func askForInfo() {
        let known = self.witness.rooms
        let room = known.isEmpty || self.random.oneIn(4) ? self.witness.unknownRoom : self.random.pick(known)
        self.send(.roomInfo(.init(room: room)))
    }

    private func actOnFloor(in room: WireRoom) {
        switch self.random.below(10) {
        case 0..<4: self.command { .floorRequest(.init(room: room, key: $0)) }
        case 4..<6: self.command { .floorRelease(.init(room: room, key: $0)) }
        case 6..<8: self.command { .floorGrant(self.about(room, key: $0)) }
        case 8: self.command { .floorDeny(self.about(room, key: $0)) }
        default: self.command { .floorRevoke(self.about(room, key: $0)) }
        }
    }

    private func actAsOperator(in room: WireRoom) {
        let isRunningIt = self.seat?.role == .chair || self.seat?.role == .operator
        guard isRunningIt || self.random.oneIn(6) else { return }
        switch self.random.below(100) {
        case 0..<8: self.command { .controlLock(.init(room: room, key: $0)) }
        case 8..<30: self.command { .controlUnlock(.init(room: room, key: $0)) }
        case 30..<50: self.mute(in: room)
        case 50..<70: self.unmute(in: room)
        case 70..<82: self.command { .controlPromote(self.about(room, key: $0)) }
        case 82..<94: self.command { .controlDemote(self.about(room, key: $0)) }
        case 94..<98: self.command { .controlKick(self.about(room, key: $0)) }
        default: if self.random.oneIn(4) { self.command { .controlEnd(.init(room: room, key: $0)) } }
        }
    }

    private func mute(in room: WireRoom) {
        let target: ClientCall.Mute.Target =
            self.random.oneIn(2) ? .all(selfUnmute: self.random.oneIn(2)) : .participants(self.pickParticipants())
        self.command { .controlMute(.init(room: room, target: target, key: $0)) }
    }

    private func unmute(in room: WireRoom) {
        let target: ClientCall.Unmute.Target = self.random.oneIn(2) ? .all : .participants(self.pickParticipants())
        self.command { .controlUnmute(.init(room: room, target: target, key: $0)) }
    }

    private func about(_ room: WireRoom, key: String) -> ClientCall.ParticipantCommand {
        ClientCall.ParticipantCommand(room: room, participant: self.pickParticipant(), key: key)
    }

    private func pickParticipant() -> WireParticipant {
        let principal = SimulatedDirectory.principal(self.random.below(self.plan.accounts))
        guard let kind = WireParticipant.Kind(rawValue: principal.kind.rawValue) else {
            preconditionFailure("Kinds of participants are the same on the wire")
        }
        return WireParticipant(kind, principal.id)
    }

    private func pickParticipants() -> [WireParticipant] {
        (0...self.random.below(3)).map { _ in self.pickParticipant() }
    }

    private func lookAtRoster(in seat: ModelSeat) {
        switch self.random.below(10) {
        case 0..<6:
            let streams = (0...self.random.below(2)).map { _ in self.pickView() }
            self.send(.rosterWatch(.init(room: seat.room, streams: streams)))
        case 6:
            guard !seat.watched.isEmpty else { return }
            self.send(.rosterUnwatch(.init(room: seat.room, streams: [self.random.pick(seat.watched)])))
        case 7..<9:
            let unit = self.random.pick(SimulatedDirectory.cities).rawValue
            self.send(.rosterPage(.init(room: seat.room, unit: unit, page: 1)))
        default:
            self.send(.rosterSearch(.init(room: seat.room, query: "p\(self.random.below(self.plan.accounts))")))
        }
    }

    private func pickView() -> StreamName {
        if self.random.oneIn(3) {
            let units = SimulatedDirectory.provinces + SimulatedDirectory.cities
            return .unitSummary(unit: self.random.pick(units).rawValue)
        }
        let city = self.random.pick(SimulatedDirectory.homes).rawValue
        return .page(unit: city, page: self.random.oneIn(3) ? 1 : UInt32(self.random.within(2...5)))
    }

    private func report(in room: WireRoom) {
        let microphone: WireSwitch = self.random.oneIn(2) ? .on : .off
        let camera: WireSwitch = self.random.oneIn(2) ? .on : .off
        self.send(.mediaReport(.init(room: room, microphone: microphone, camera: camera)))
    }

    private func signal(in room: WireRoom) {
        guard let session = self.witness.pickSession(in: room, &self.random) else { return }
        let number = self.witness.makeSignal(to: session)
        guard let payload = try? OpaqueJSON(Array(#"{"n":\#(number)}"#.utf8)) else { return }
        self.send(.signalSend(.init(room: room, to: session, payload: payload)))
    }

    /// Sends what is no request; the session must survive it.
    private func sendNonsense() {
        guard self.nonsenseSent < 3, let link = self.link else { return }
        let text = self.random.pick([
            "nonsense", #"{"jsonrpc":"2.0","id":1,"id":2,"method":"session.ping"}"#, #"[1,2,3]"#, #"{"a":"#,
        ])
        self.nonsenseSent += 1
        self.lastSentAt = self.world.now
        link.sendFromClient(Array(text.utf8))
    }
}
