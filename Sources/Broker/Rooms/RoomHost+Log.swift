// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

// MARK: - Facts

extension RoomHost {
    /// Takes in what a command decided.
    mutating func commit(_ decision: Decision, at stamp: Timestamp) {
        guard !decision.facts.isEmpty else { return self.room.evolve(decision, at: stamp) }
        let before = self.room.publicOffset
        self.room.evolve(decision, at: stamp)
        self.record(decision.facts, publicOffset: before, at: stamp)
    }

    /// Takes in facts that no command decided.
    mutating func commit(facts: [Fact], at time: HostTime) {
        guard !facts.isEmpty else { return }
        let stamp = self.stamp(time)
        let before = self.room.publicOffset
        for fact in facts { self.room.evolve(fact, at: stamp) }
        self.record(facts, publicOffset: before, at: stamp)
    }

    private mutating func record(_ facts: [Fact], publicOffset: UInt64, at stamp: Timestamp) {
        var offset = publicOffset
        for fact in facts {
            self.pending.append(SlotRecord.Stamped(fact: fact, at: stamp))
            if fact.isPublic {
                offset += 1
                if self.publicSlots.last?.slot != self.lastSlot + 1 {
                    self.publicSlots.append((self.lastSlot + 1, offset))
                }
                let header = PushHeader(
                    room: self.id.wire,
                    stream: .room,
                    position: StreamPosition(epoch: self.epoch, offset: offset)
                )
                if let message = PushEncoder.push(fact, header, at: stamp) {
                    self.streams.tellRoom(message, offset: offset)
                }
            }
            self.perform(fact)
            if self.hasMediaPlane { self.performForMedia(fact) }
        }
    }

    /// What a fact means for routes and listing.
    private mutating func perform(_ fact: Fact) {
        switch fact {
        case .vacated(let session, let departure): self.vacated(session, departure)
        case .opened: self.pendingListing = self.room.listing
        case .ended:
            self.pendingListing = self.room.listing
            let last = self.streams.takeBatch(of: .room)
            self.flushStreams()
            for edge in self.routes.connectedEdges { self.say(.closed(last: last), to: edge) }
            self.routes.removeAll()
        default: break
        }
    }

    private mutating func vacated(_ session: SessionID, _ departure: Seat.Departure) {
        self.actions.append(.note(.vacated(self.id, session, departure)))
        self.give(.revokeServers(session))
        self.flush(.room)  // The last thing it gets tells it why.
        guard let route = self.routes.remove(session), let link = route.link else { return }
        switch departure {
        case .left, .graceEnded: self.say(.detach(session, route.streams), to: link.edge)
        case .kicked: self.say(.release(session, link.connection, .kicked), to: link.edge)
        case .replaced: self.say(.release(session, link.connection, .replaced), to: link.edge)
        case .tokenReused: self.say(.release(session, link.connection, .tokenReused), to: link.edge)
        case .revoked: self.say(.release(session, link.connection, .accessRevoked), to: link.edge)
        }
    }
}

// MARK: - Appending

extension RoomHost {
    /// Writes the host's claim, the first of its slots; its number is the epoch.
    mutating func claim(at slot: Slot) {
        self.epoch = slot
        self.append(SlotRecord(claim: self.node, facts: []).encoded(), listing: nil)
    }

    /// Hands what was decided to the log, unless an append is under way: then it shares the next slot.
    mutating func appendPending() {
        guard self.inFlight == nil, !self.pending.isEmpty else { return }
        let record = SlotRecord(claim: nil, facts: self.pending).encoded()
        self.pending.removeAll(keepingCapacity: true)
        let listing = self.pendingListing
        self.pendingListing = nil
        self.append(record, listing: listing)
    }

    private mutating func append(_ record: [UInt8], listing: RoomListing?) {
        self.lastSlot += 1
        var inFlight = InFlight(record: record, slot: self.lastSlot, listing: listing)
        inFlight.snapshot = self.makeSnapshot()
        self.inFlight = inFlight
        self.actions.append(.append(record: record, slot: self.lastSlot, listing: listing))
    }

    /// An append has ended.
    mutating func appended(_ outcome: AppendOutcome, slot: Slot, at time: HostTime) {
        guard var inFlight = self.inFlight, inFlight.slot == slot else { return }
        switch outcome {
        case .durable:
            self.madeDurable(inFlight)
        case .taken(let bytes) where bytes == inFlight.record:
            self.madeDurable(inFlight)  // An append that seemed to fail had succeeded.
        case .taken:
            return self.rebuild(.deposed)
        case .failed(let failure):
            if inFlight.failingSince == nil { self.actions.append(.note(.storeFailing(self.id, failure))) }
            let since = inFlight.failingSince ?? time.now
            guard time.now - since < self.limits.appendPatience else { return self.rebuild(.storeFailed) }
            inFlight.failingSince = since
            inFlight.retryAt = time.now + self.limits.appendRetryDelay
            self.inFlight = inFlight
            return
        }
        self.endTurn(at: time)
    }

    private mutating func madeDurable(_ inFlight: InFlight) {
        if inFlight.failingSince != nil { self.actions.append(.note(.storeRecovered(self.id))) }
        self.inFlight = nil
        self.gate.open(upTo: inFlight.slot) { output in
            self.actions.append(output.action)
        }
        if let snapshot = inFlight.snapshot { self.save(snapshot, upTo: inFlight.slot) }
        self.appendPending()
    }

    mutating func retryAppend(at time: HostTime) {
        guard let inFlight = self.inFlight, let retryAt = inFlight.retryAt, retryAt <= time.now else { return }
        self.inFlight?.retryAt = nil
        self.actions.append(.append(record: inFlight.record, slot: inFlight.slot, listing: inFlight.listing))
    }

    /// A snapshot every so many slots: of the state as it is when the slot in flight is durable, so right now.
    private mutating func makeSnapshot() -> [UInt8]? {
        guard self.lastSlot - self.snapshotSlot >= Slot(self.limits.slotsPerSnapshot) else { return nil }
        self.snapshotSlot = self.lastSlot
        let facts = self.room.snapshotFacts().map { SlotRecord.Stamped(fact: $0, at: self.lastStamp) }
        return SlotRecord(claim: nil, facts: facts).encoded()
    }

    private mutating func save(_ snapshot: [UInt8], upTo slot: Slot) {
        let oldest = self.streams.roomRing.lastOffset - UInt64(self.streams.roomRing.count) + 1
        // Entries before the one that holds the ring's oldest message serve nobody any more.
        let keep = self.publicSlots.lastIndex { $0.offset <= oldest } ?? 0
        if keep > 0 { self.publicSlots.removeFirst(keep) }
        let keepFrom = min(self.publicSlots.first?.slot ?? slot + 1, slot + 1)
        self.actions.append(.saveSnapshot(record: snapshot, upTo: slot, keepFrom: keepFrom))
    }
}

// MARK: - Loading and rebuilding

extension RoomHost {
    /// Discards what is not durable and reads the log again: what was held back will never be said.
    mutating func rebuild(_ reason: BrokerEvent.RebuildReason) {
        self.actions.append(.note(.roomRebuilding(self.id, reason)))
        // An Edge whose last session here was about to go is on no route any more, but was to be told.
        var edges = Set(self.routes.connectedEdges)
        for output in self.gate.discard() {
            guard case .edge(let edge, let body) = output else { continue }
            edges.insert(edge)
            guard case .reply(let address, _) = body else { continue }
            self.sayNow(.reply(address, .refused(WireError(.outcomeUnknown))), to: address.edge)
        }
        for edge in edges.sorted(by: { ($0.node, $0.loop) < ($1.node, $1.loop) }) {
            self.sayNow(.rebuilding, to: edge)
        }
        self.routes.removeAll()
        self.reset()
        self.actions.append(.load)
    }

    private mutating func reset() {
        self.generation += 1
        self.phase = .loading(retryAt: nil)
        self.room = Room(limits: self.roomLimits)
        self.epoch = 0
        self.lastSlot = 0
        self.snapshotSlot = 0
        self.inFlight = nil
        self.pending = []
        self.pendingListing = nil
        self.publicSlots = []
        self.gate = OutputGate(durable: 0)
        self.streams = HostStreams(room: self.id, limits: self.limits)
        self.joinQueue = JoinQueue(self.limits)
        self.idleSince = nil
        self.resetMedia()
        self.lobbyView = LobbyView()
        self.publishedLobby = 0
    }

    /// The log has been read, or could not be.
    mutating func loaded(_ result: Result<LoggedRoom?, StoreFailure>, at time: HostTime) {
        guard case .loading = self.phase else { return }
        switch result {
        case .success(nil):
            self.phase = .absent
        case .success(let logged?):
            do {
                try self.restore(logged, at: time)
                self.phase = .serving
                let isOnlyAsked = self.isOnlyAsked
                if !isOnlyAsked { self.claim(at: self.lastSlot + 1) }
                self.actions.append(.note(.roomLoaded(self.id, slots: logged.entries.count, epoch: self.epoch)))
                self.restoreMedia(isOnlyAsked: isOnlyAsked)
                if isOnlyAsked { return self.answerFromLog(at: time) }
            } catch {
                self.reset()
                self.phase = .unreadable
                let unreadable = BrokerEvent.roomUnreadable(self.id, slot: error.slot, reason: error.reason)
                self.actions.append(.note(unreadable))
            }
        case .failure(let failure):
            self.actions.append(.note(.storeFailing(self.id, failure)))
            self.phase = .loading(retryAt: time.now + .seconds(1))
            let error = WireError(.storeUnavailable, retryAfterMs: 1_000)
            for body in self.takeWaiting() { self.turnAway(body, error) }
            return
        }
        for body in self.takeWaiting() { self.receive(body, at: time) }
        self.endTurn(at: time)
    }

    /// Whether nothing that waits can change the room: it is answered from the log, and no claim is written for it.
    private var isOnlyAsked: Bool {
        guard self.routes.isEmpty, !self.waiting.isEmpty else { return false }
        return self.room.isEnded || self.waiting.allSatisfy { if case .info = $0 { true } else { false } }
    }

    private mutating func answerFromLog(at time: HostTime) {
        for body in self.takeWaiting() { self.receive(body, at: time) }
        precondition(self.pending.isEmpty, "A room that was only read has decided something")
        self.actions.append(.unload)
    }

    private mutating func takeWaiting() -> [RoomsMessage.Body] {
        defer { self.waiting = [] }
        return self.waiting
    }

    private struct UnreadableSlot: Error {
        let slot: Slot
        let reason: String
    }

    private mutating func restore(_ logged: LoggedRoom, at time: HostTime) throws(UnreadableSlot) {
        var facts: [(fact: Fact, at: Timestamp)] = []
        var recalled: [(slot: Slot, stamped: SlotRecord.Stamped)] = []
        if let snapshot = logged.snapshot {
            facts = try self.read(snapshot).map { ($0.fact, $0.at) }
            self.snapshotSlot = snapshot.slot
            self.lastSlot = snapshot.slot
        }
        // Entries before the snapshot must be without a gap too: the offsets of replay are counted back over them.
        var next = logged.entries.first.map { min($0.slot, self.lastSlot + 1) } ?? 0
        for entry in logged.entries {
            let stamped = try self.read(entry)
            recalled += stamped.filter(\.fact.isPublic).map { (entry.slot, $0) }
            guard entry.slot == next else {
                throw UnreadableSlot(slot: entry.slot, reason: "slot \(next) is missing")
            }
            next += 1
            guard entry.slot > self.snapshotSlot else { continue }
            self.lastSlot = entry.slot
            facts += stamped.map { ($0.fact, $0.at) }
        }
        guard logged.entries.isEmpty || next > self.snapshotSlot else {
            throw UnreadableSlot(slot: self.snapshotSlot, reason: "slot \(next) is missing")
        }
        self.lastStamp = facts.last?.at ?? Timestamp(ms: 0)
        self.room = Room(limits: self.roomLimits, restoring: facts, now: self.stamp(time))
        self.gate = OutputGate(durable: self.lastSlot)
        self.recall(recalled)
        for session in self.room.sessions {
            self.routes[session] = Routes.Route(
                link: nil,
                grant: nil,
                ring: ReplayRing(countMax: self.limits.selfRingCountMax, bytesMax: self.limits.selfRingBytesMax)
            )
        }
    }

    private func read(_ entry: LoggedRoom.Entry) throws(UnreadableSlot) -> [SlotRecord.Stamped] {
        do {
            return try SlotRecord.decode(entry.record).facts
        } catch {
            throw UnreadableSlot(slot: entry.slot, reason: error.reason)
        }
    }

    /// Refills the replay of the room's stream: messages keep the offsets under which they were told.
    private mutating func recall(_ recalled: [(slot: Slot, stamped: SlotRecord.Stamped)]) {
        var offset = self.room.publicOffset - UInt64(recalled.count)
        self.streams = HostStreams(room: self.id, limits: self.limits, publicOffset: offset)
        for (slot, stamped) in recalled {
            offset += 1
            if self.publicSlots.last?.slot != slot { self.publicSlots.append((slot, offset)) }
            let header = PushHeader(
                room: self.id.wire,
                stream: .room,
                position: StreamPosition(epoch: self.lastSlot + 1, offset: offset)
            )
            if let message = PushEncoder.push(stamped.fact, header, at: stamped.at) {
                self.streams.recallRoom(message, offset: offset)
            }
        }
    }
}
