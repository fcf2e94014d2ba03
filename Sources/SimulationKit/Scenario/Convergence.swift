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
    private let members: Members

    init(world: SimulatedWorld, room: RoomID, inspection: RoomInspection) {
        self.world = world
        self.room = room
        self.inspection = inspection
        self.members = Members(of: inspection.room)
    }

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
        let links = self.inspection.links
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
                links[session] != nil && links[session] == client.link?.connection,
                "the host does not know client \(client.number) as \(seat.session) in room \(self.room.number)"
            )
        }
        for session in links.keys.sorted() {
            self.world.check(
                .onePlacePerSession,
                holders[session] != nil,
                "room \(self.room.number) believes session \(session.rawValue) connected; nobody is"
            )
        }
    }

    /// Every stream of every client shows what is true; what many have reached together is looked at once.
    func checkViews(of clients: [ModelClient]) {
        var checked: [StreamName: ModelSeat.View] = [:]
        for client in clients {
            guard let seat = client.seat else { continue }
            client.witness.checkSignals(to: seat.session, since: seat.ownSince)
            for stream in seat.streams {
                guard let view = seat[stream], let version = view.version, let known = checked[stream] else {
                    self.checkView(stream, of: client, seat)
                    checked[stream] = seat[stream]
                    continue
                }
                // The room's stream goes on over epochs: where it stands is its offset.
                let isSamePosition =
                    stream == .room
                    ? view.position?.offset == known.position?.offset : view.position == known.position
                self.world.check(
                    .clientAtHostsVersion,
                    version === known.version && isSamePosition,
                    "client \(client.number) is at \(String(describing: view.position)) of \(stream), others are not"
                )
            }
        }
    }

    private func checkView(_ stream: StreamName, of client: ModelClient, _ seat: ModelSeat) {
        guard let view = seat[stream], let position = view.position else {
            return self.world.violate("client \(client.number) watches \(stream), which never began")
        }
        let problem = self.problem(with: view, stream, at: position)
        self.world.check(
            .clientAtHostsVersion,
            problem == nil,
            "client \(client.number), \(stream) at \(position): \(problem ?? "")"
        )
    }

    private func problem(with view: ModelSeat.View, _ stream: StreamName, at position: StreamPosition) -> String? {
        switch (stream, view.version?.state) {
        case (.own, _): nil
        case (.room, .room(let state)): Self.problem(with: state, at: position, in: self.truth)
        case (.summary, .summary(let state)), (.unitSummary, .summary(let state)): self.problem(with: state)
        case (.page, .page(let state)): self.problem(with: state)
        default: "the state is of another kind"
        }
    }

    /// What of the room's state is not as the host has it; nil when all is.
    static func problem(with state: WireRoomState, at position: StreamPosition, in truth: Room) -> String? {
        guard position.offset == truth.publicOffset else {
            return "the host is at \(truth.publicOffset)"
        }
        guard state.isLocked == truth.isLocked else { return "locked: \(state.isLocked)" }
        let floor = truth.floor
        guard state.floor.holders.map(\.participant) == floor.holders.map(\.principal.told),
            state.floor.queue.map(\.participant) == floor.queue.map(\.principal.told)
        else { return "the floor is \(floor), not \(state.floor)" }
        let members = truth.mesh.members
        guard state.media.members.map(\.session.rawValue) == members.map(\.session.rawValue) else {
            return "the mesh is \(members), not \(state.media.members)"
        }
        let muted = truth.muteOrders.muted.sorted().map(\.told)
        guard Set(state.muted) == Set(muted), state.mute.isForAll == (truth.muteOrders.general != nil) else {
            return "muted are \(muted), not \(state.muted)"
        }
        guard Set(state.presenters.map(\.participant)) == Set(truth.presenters.map(\.principal.told)) else {
            return "presenters are \(truth.presenters), not \(state.presenters)"
        }
        return nil
    }

    private func problem(with state: WireSummaryState) -> String? {
        for (row, counts) in zip(state.rows, state.counts) where row.unit != 0 {
            guard let known = self.truth.roster.counts(of: UnitID(row.unit)) else { return "unknown unit \(row.unit)" }
            let isTrue =
                counts.joined == UInt32(known.joined) && counts.hands == UInt32(known.hands)
                && counts.muted == UInt32(known.muted) && counts.people == UInt32(known.people)
            let members = self.members.ofUnits[UnitID(row.unit)] ?? Members.Count()
            guard Int(counts.joined) == members.participants, Int(counts.people) == members.people else {
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
            let isTrue = Self.isSame(known, entry)
            guard isTrue else { return "the truth is \(known), not \(entry)" }
        }
        let place = Members.Place(unit: UnitID(state.unit), page: PageNumber(state.page))
        let members = self.members.onPages[place] ?? []
        guard Set(members.map(\.told)) == Set(state.entries.map(\.participant)) else {
            return "members are \(Set(members).sorted()), not \(state.entries.map(\.participant))"
        }
        return nil
    }

    /// Whether a page shows the participant as the roster has it.
    static func isSame(_ known: RosterEntry, _ entry: WireRosterEntry) -> Bool {
        known.hasHandUp == entry.hasHandUp && known.isMuted == entry.isMuted && known.isOnline == entry.isOnline
            && known.people == Int32(entry.people) && known.isMicrophoneOn == entry.microphone.isOn
            && known.isCameraOn == entry.camera.isOn && known.sessions.map(\.rawValue) == entry.sessions.map(\.rawValue)
            && "\(known.role)" == entry.role.rawValue && known.name == entry.name && known.title == entry.title
    }

    /// Who belongs where, by the seats alone: the roster's own counts are not asked.
    private struct Members {
        struct Count: Equatable {
            var participants = 0
            var people = 0
        }

        struct Place: Hashable {
            let unit: UnitID
            let page: PageNumber
        }

        /// Of each unit and those below it.
        private(set) var ofUnits: [UnitID: Count] = [:]
        private(set) var onPages: [Place: [Principal]] = [:]

        init(of room: Room) {
            var newest: [Principal: Seat] = [:]
            for session in room.sessions {
                guard let seat = room.seat(of: session) else { continue }
                if let known = newest[seat.principal], known.ordinal > seat.ordinal { continue }
                newest[seat.principal] = seat
            }
            for (principal, seat) in newest {
                for unit in room.roster.path(of: seat.unit) {
                    self.ofUnits[unit, default: Count()].participants += 1
                    self.ofUnits[unit, default: Count()].people += Int(seat.people)
                }
                guard let unit = room.roster.unit(of: principal), let page = room.roster.page(of: principal) else {
                    continue
                }
                self.onPages[Place(unit: unit, page: page), default: []].append(principal)
            }
        }
    }
}
