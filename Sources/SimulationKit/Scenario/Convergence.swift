// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

// When the load has stopped and everything is healed, everybody must see the same room: the log, the host and each
// client. The host's own views are not asked: counts and entries are compared with its roster.

/// Compares the clients of one room with its host, and the host with its log.
struct Convergence {
    let world: SimulatedWorld
    let room: RoomID
    let inspection: RoomInspection

    private var truth: Room { self.inspection.room }

    func checkHost(against fold: Room) {
        let violations = self.truth.violations()
        self.world.check(.hostSound, violations.isEmpty, "room \(self.room.number): \(violations)")
        self.world.check(
            .queuesDrained,
            self.inspection.heldCount == 0 && !self.inspection.isAppending,
            "room \(self.room.number) still holds \(self.inspection.heldCount) messages back"
        )
        self.world.check(.hostEqualsLog, self.truth == fold, "room \(self.room.number) is not what its log says")
    }

    /// Every seat that the host believes connected has a client that believes so too, and the other way round.
    func checkSeats(of clients: [ModelClient]) {
        var holders: [SessionID: ModelClient] = [:]
        for client in clients {
            guard let seat = client.seat, seat.room.number == self.room.number else { continue }
            let session = SessionID(seat.session.rawValue)
            self.world.check(
                .onePlacePerSession,
                holders[session] == nil,
                "session \(seat.session) is on two connections"
            )
            holders[session] = client
            self.world.check(
                .clientAtHostsVersion,
                self.inspection.links[session] != nil && self.inspection.links[session] == client.link?.connection,
                "the host does not know client \(client.number) as \(seat.session) in room \(self.room.number)"
            )
        }
        for session in self.inspection.links.keys.sorted() {
            self.world.check(
                .onePlacePerSession,
                holders[session] != nil,
                "room \(self.room.number) believes session \(session.rawValue) connected; nobody is"
            )
        }
    }

    /// Every stream of a client shows what is true.
    func checkViews(of client: ModelClient) {
        guard let seat = client.seat else { return }
        client.witness.checkSignals(to: seat.session, since: seat.ownSince)
        for stream in seat.streams {
            guard let view = seat[stream], let position = view.position else {
                self.world.violate("client \(client.number) watches \(stream), which never began")
                continue
            }
            let problem = self.problem(with: view, stream, at: position)
            self.world.check(
                .clientAtHostsVersion,
                problem == nil,
                "client \(client.number), \(stream) at \(position): \(problem ?? "")"
            )
        }
    }

    private func problem(with view: ModelSeat.View, _ stream: StreamName, at position: StreamPosition) -> String? {
        switch (stream, view.version?.state) {
        case (.own, _): nil
        case (.room, .room(let state)): self.problem(with: state, at: position)
        case (.summary, .summary(let state)), (.unitSummary, .summary(let state)): self.problem(with: state)
        case (.page, .page(let state)): self.problem(with: state)
        default: "the state is of another kind"
        }
    }

    private func problem(with state: WireRoomState, at position: StreamPosition) -> String? {
        guard position.offset == self.truth.publicOffset else {
            return "the host is at \(self.truth.publicOffset)"
        }
        guard state.isLocked == self.truth.isLocked else { return "locked: \(state.isLocked)" }
        let floor = self.truth.floor
        guard state.floor.holders.map(\.participant) == floor.holders.map(\.principal.told),
            state.floor.queue.map(\.participant) == floor.queue.map(\.principal.told)
        else { return "the floor is \(floor), not \(state.floor)" }
        let members = self.truth.mesh.members
        guard state.media.members.map(\.session.rawValue) == members.map(\.session.rawValue) else {
            return "the mesh is \(members), not \(state.media.members)"
        }
        let muted = self.truth.muteOrders.muted.sorted().map(\.told)
        guard Set(state.muted) == Set(muted), state.mute.isForAll == (self.truth.muteOrders.general != nil) else {
            return "muted are \(muted), not \(state.muted)"
        }
        guard Set(state.presenters.map(\.participant)) == Set(self.truth.presenters.map(\.principal.told)) else {
            return "presenters are \(self.truth.presenters), not \(state.presenters)"
        }
        return nil
    }

    /// Who belongs to the unit or one below it, by the seats alone: the roster is not asked.
    private func members(of unit: UnitID) -> (participants: Int, people: Int) {
        var newest: [Principal: Seat] = [:]
        for session in self.truth.sessions {
            guard let seat = self.truth.seat(of: session), self.truth.roster.path(of: seat.unit).contains(unit) else {
                continue
            }
            if let known = newest[seat.principal], known.ordinal > seat.ordinal { continue }
            newest[seat.principal] = seat
        }
        return (newest.count, newest.values.reduce(0) { $0 + Int($1.people) })
    }

    private func problem(with state: WireSummaryState) -> String? {
        for (row, counts) in zip(state.rows, state.counts) where row.unit != 0 {
            guard let known = self.truth.roster.counts(of: UnitID(row.unit)) else { return "unknown unit \(row.unit)" }
            let isTrue =
                counts.joined == UInt32(known.joined) && counts.hands == UInt32(known.hands)
                && counts.muted == UInt32(known.muted) && counts.people == UInt32(known.people)
            let members = self.members(of: UnitID(row.unit))
            guard counts.joined == members.participants, counts.people == members.people else {
                return "unit \(row.unit) has \(members), not \(counts)"
            }
            guard isTrue else { return "unit \(row.unit) counts \(known), not \(counts)" }
        }
        return nil
    }

    private func problem(with state: WirePageState) -> String? {
        for entry in state.entries {
            guard let kind = Principal.Kind(rawValue: entry.participant.kind.rawValue) else { return "unknown kind" }
            let principal = Principal(kind, entry.participant.id)
            guard let known = self.truth.roster[principal] else { return "\(entry.participant) is not in the room" }
            let isTrue =
                known.hasHandUp == entry.hasHandUp && known.isMuted == entry.isMuted
                && known.isOnline == entry.isOnline && known.people == Int32(entry.people)
                && known.isMicrophoneOn == entry.microphone.isOn && known.isCameraOn == entry.camera.isOn
                && known.sessions.map(\.rawValue) == entry.sessions.map(\.rawValue)
                && "\(known.role)" == entry.role.rawValue
            guard isTrue else { return "the truth is \(known), not \(entry)" }
        }
        let unit = UnitID(state.unit)
        let members = self.truth.sessions
            .compactMap { self.truth.seat(of: $0)?.principal }
            .filter { self.truth.roster.unit(of: $0) == unit }
            .filter { self.truth.roster.page(of: $0) == PageNumber(state.page) }
        guard Set(members.map(\.told)) == Set(state.entries.map(\.participant)) else {
            return "members are \(Set(members).sorted()), not \(state.entries.map(\.participant))"
        }
        return nil
    }
}
