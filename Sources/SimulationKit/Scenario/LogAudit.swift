// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

// Judges what clients were told by what the disk holds: the log alone says what is true. Facts are turned into what
// clients see by this file's own reading of docs/protocol.md, not by the Broker's.

/// Compares the whole log of one room with what its clients have seen.
struct LogAudit {
    private let world: SimulatedWorld
    private let witness: Witness
    private let room: RoomID
    private let wireRoom: WireRoom
    private var stamped: [(fact: Fact, at: Timestamp)] = []
    /// Slots of claims: the epochs that there have been.
    private var epochs: Set<UInt64> = []

    init?(_ room: RoomID, log: SimulatedSlotLog, witness: Witness) {
        self.world = witness.world
        self.witness = witness
        self.room = room
        self.wireRoom = WireRoom(room.number)
        var acting: Int?
        for (entry, writer) in zip(log.history(of: room), log.writers(of: room)) {
            do {
                self.stamped += try RoomRecord.facts(in: entry.record)
                if try RoomRecord.claimant(in: entry.record) != nil {
                    self.epochs.insert(entry.slot)
                    acting = writer
                }
                self.world.check(
                    .oneHostPerEpoch,
                    acting == writer,
                    "slot \(entry.slot) of room \(room.number) was written by a host that had not claimed the room"
                )
            } catch {
                self.world.violate("slot \(entry.slot) of room \(room.number) cannot be read: \(error)")
                return nil
            }
        }
    }

    /// The room as the log alone tells it.
    func fold(limits: RoomLimits) -> Room {
        Room(limits: limits, restoring: self.stamped, now: self.stamped.last?.at ?? Timestamp(ms: 0))
    }

    func run() {
        self.checkPublished()
        self.checkTexts()
        self.checkSeats()
        self.checkCommands()
        self.checkTime()
        for epoch in self.witness.epochs(of: self.wireRoom) {
            self.world.check(
                .oneHostPerEpoch,
                self.epochs.contains(epoch),
                "room \(self.room.number) spoke under epoch \(epoch), which nobody had claimed"
            )
        }
    }

    /// Whatever clients were told at an offset is the public fact with that number.
    private func checkPublished() {
        var offset: UInt64 = 0
        for (fact, at) in self.stamped where fact.isPublic {
            offset += 1
            guard let told = self.witness.event(of: self.wireRoom, at: offset) else { continue }
            self.world.check(
                .publishedIsDurable,
                told.event == RoomEvent(fact) && told.at == at.ms,
                "offset \(offset) of room \(self.room.number) was told as \(told), but the log says \(fact)"
            )
        }
        let last = self.witness.lastOffset(of: self.wireRoom)
        self.world.check(
            .publishedIsDurable,
            last <= offset,
            "room \(self.room.number) told offset \(last), but its log has \(offset) public facts"
        )
    }

    private func checkTexts() {
        var texts: Set<String> = []
        for case (.chatPosted(_, _, let text), _) in self.stamped {
            self.world.check(.chatOnce, texts.insert(text).inserted, "\(text) was posted twice")
        }
    }

    private func checkSeats() {
        var seated: Set<SessionID> = []
        var present: Set<SessionID> = []
        var departures: [SessionID: Seat.Departure] = [:]
        for (fact, _) in self.stamped {
            switch fact {
            case .seated(let seat):
                self.world.check(
                    .joinCountedOnce,
                    present.insert(seat.session).inserted,
                    "session \(seat.session.rawValue) was seated twice"
                )
                seated.insert(seat.session)
            case .vacated(let session, let departure):
                departures[session] = departure
                self.world.check(
                    .joinPrecedesLeave,
                    present.remove(session) != nil,
                    "session \(session.rawValue) left without a seat"
                )
            default: break
            }
        }
        self.checkLosses(departures)
        for join in self.witness.joins where join.room == self.wireRoom {
            self.world.check(
                .acknowledgedIsDurable,
                seated.contains(SessionID(join.session.rawValue)),
                "session \(join.session) was told that it has a seat, but the log knows nothing of it"
            )
        }
    }

    /// A seat that cannot be resumed was given up, and not by its grace while that could not be over.
    private func checkLosses(_ departures: [SessionID: Seat.Departure]) {
        for loss in self.witness.losses where loss.room == self.wireRoom {
            let departure = departures[SessionID(loss.session.rawValue)]
            self.world.check(
                .seatKeptWithinGrace,
                departure != nil && !(departure == .graceEnded && loss.isEarly),
                "client \(loss.client) lost seat \(loss.session) within its grace: \(String(describing: departure))"
            )
        }
    }

    private func checkCommands() {
        var answers: [CommandKey: Receipt] = [:]
        var count = 0
        for case (.answered(let key, let receipt), _) in self.stamped {
            count += 1
            self.world.check(.commandCarriedOutOnce, answers[key] == nil, "command \(key) was carried out twice")
            answers[key] = receipt
        }
        for acknowledgement in self.witness.acknowledgements where acknowledgement.room == self.wireRoom {
            self.check(acknowledgement, answers)
        }
    }

    private func check(_ told: Witness.Acknowledgement, _ answers: [CommandKey: Receipt]) {
        guard let key = told.call.key, let kind = Principal.Kind(rawValue: told.participant.kind.rawValue) else {
            return
        }
        let name = CommandKey(principal: Principal(kind, told.participant.id), key: key)
        let receipt = answers[name]
        self.world.check(
            .acknowledgedIsDurable,
            receipt?.offset == told.receipt.offset && receipt?.at.ms == told.receipt.at
                && receipt?.applied == Int(told.receipt.applied),
            "command \(key) was acknowledged with \(told.receipt), but the log says \(String(describing: receipt))"
        )
        guard case .chatSend(let chat) = told.call else { return }
        let event = self.witness.event(of: self.wireRoom, at: told.receipt.offset)?.event
        guard case .chatPosted(_, let text) = event else { return }
        self.world.check(.acknowledgedIsDurable, text == chat.text, "\(key) is not at the offset of its receipt")
    }

    /// Time in a log never goes back.
    private func checkTime() {
        for (earlier, later) in zip(self.stamped, self.stamped.dropFirst()) where later.at < earlier.at {
            self.world.violate("time went back in the log of room \(self.room.number): \(earlier) and \(later)")
        }
    }
}

extension RoomEvent {
    /// What docs/protocol.md says a public fact is told as; nil for a private one.
    fileprivate init?(_ fact: Fact) {
        switch fact {
        case .locked(let by): self = .locked(by: by?.told)
        case .unlocked(let by): self = .unlocked(by: by?.told)
        case .ended(let by): self = .ended(by: by?.told)
        case .mutedAll(let selfUnmute, let by): self = .muted(by: by?.told, selfUnmute: selfUnmute)
        case .unmutedAll(let by): self = .unmuted(by: by?.told)
        case .muted(let who, let by): self = .participantMuted(who.told, by: by?.told)
        case .unmuted(let who, let by): self = .participantUnmuted(who.told, by: by?.told)
        case .hidden(let who, let by): self = .participantHidden(who.told, by: by?.told)
        case .shown(let who, let by): self = .participantShown(who.told, by: by?.told)
        case .kicked(let who, let by): self = .participantKicked(who.told, by: by?.told)
        case .promoted(let who, let name, let by): self = .participantPromoted(who.named(name), by: by?.told)
        case .demoted(let who, let name, let by): self = .participantDemoted(who.named(name), by: by?.told)
        case .floorRequested(let who, let name): self = .floorRequested(who.named(name))
        case .floorGranted(let who, let name, let by): self = .floorGranted(who.named(name), by: by?.told)
        case .floorDenied(let who, let by): self = .floorDenied(who.told, by: by?.told)
        case .floorRevoked(let who, let by): self = .floorRevoked(who.told, by: by?.told)
        case .floorReleased(let who): self = .floorReleased(who.told)
        case .chatPosted(let from, let name, let text): self = .chatPosted(from: from.named(name), text: text)
        case .meshEntered(let session, let who, let name):
            let member = WireMeshMember(session: WireSession(session.rawValue), participant: who.told, name: name)
            self = .meshEntered(member)
        case .meshLeft(let session): self = .meshLeft(WireSession(session.rawValue))
        case .mediaMoved: self = .mediaMoved
        case .opened, .unitAdded, .seated, .vacated, .tokenRotated, .selfUnmuted, .answered, .invited,
            .invitationRevoked,
            .admitted, .turnedAway, .chatKept, .counted:
            return nil
        }
    }
}

extension Principal {
    /// The participant as clients are told.
    var told: WireParticipant {
        guard let kind = WireParticipant.Kind(rawValue: self.kind.rawValue) else {
            preconditionFailure("Kinds of participants are the same on the wire")
        }
        return WireParticipant(kind, self.id)
    }

    fileprivate func named(_ name: String) -> WirePerson { WirePerson(participant: self.told, name: name) }
}
