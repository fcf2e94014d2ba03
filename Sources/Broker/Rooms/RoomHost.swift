// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Hosts one room: takes messages in, lets `Room` decide, keeps the room's log, streams and routes, and says what the
// OutputGate lets out. It performs nothing itself: what is to be done comes out as `HostAction`s, so that the same host
// runs under a shelf on a real loop, in simulation and in tests.
//
// A turn: any number of messages, then `endTurn`. What is decided in a turn shares a slot; what is told in a turn
// shares a frame for each stream.

internal import ConferenceCore
internal import LoopRuntime
internal import Wire

struct RoomHost {
    enum Phase: Equatable {
        /// The log is being read, or will be at `retryAt`. Exits: `absent`, `serving`, `unreadable`.
        case loading(retryAt: Duration?)
        /// The log is empty. Exits: `serving` by a create; else the host is unloaded.
        case absent
        /// Exits: `loading` when deposed or when the store failed for too long; unloaded when idle.
        case serving
        /// The log holds what this version cannot read. Exits: unloaded, so that a later request reads it again.
        case unreadable
    }

    /// A record on its way into the log.
    struct InFlight {
        let record: [UInt8]
        let slot: Slot
        let listing: RoomListing?
        /// The room as it is once this record is durable; nil when no snapshot is due.
        var snapshot: [UInt8]?
        /// When the first append of it failed.
        var failingSince: Duration?
        /// When it is appended again; nil while an append is under way.
        var retryAt: Duration?
    }

    let id: RoomID
    let node: UInt16
    let limits: BrokerLimits
    let roomLimits: RoomLimits

    var phase = Phase.loading(retryAt: nil)
    /// Tells answers to this load and its appends from those to an earlier life.
    var generation: UInt64
    var room: Room
    var lastStamp = Timestamp(ms: 0)
    var epoch: UInt64 = 0

    // The log.
    var lastSlot: Slot = 0
    var inFlight: InFlight?
    var pending: [SlotRecord.Stamped] = []
    var pendingListing: RoomListing?
    var snapshotSlot: Slot = 0
    /// Slots with public facts, and the offset of the first of them: what replay still needs.
    var publicSlots: [(slot: Slot, offset: UInt64)] = []
    var gate = OutputGate<Output>(durable: 0)

    // Who is where, and what they get.
    var routes = Routes()
    var streams: HostStreams
    /// What `summary` told last about the spread of returns.
    var toldSpreadMs: Int64 = 1_000
    var actions: [HostAction] = []
    /// Nil where joins are not limited.
    var joinQueue: JoinQueue?
    /// Messages that came while the log was read.
    var waiting: [RoomsMessage.Body] = []
    var idleSince: Duration?

    // Who waits for admission, as it was told last, and the version of the lobby that was.
    var lobbyView = LobbyView()
    var publishedLobby: UInt64 = 0

    // Media by way of a server.
    var media = RoomMedia()
    var publications = Publications()
    var arePublicationsDirty = false
    /// Who waits for the answer to which offer.
    var publishing: [UInt64: ReplyAddress] = [:]
    /// Whether there is a media server at all, be it ready or not.
    let hasMediaPlane: Bool

    /// What is held back at the gate.
    enum Output {
        case edge(Address, EdgeMessage.Body)
        case media(MediaOrder)
        case revokeServers(SessionID)

        var action: HostAction {
            switch self {
            case .edge(let edge, let body): .send(edge, body)
            case .media(let order): .media(order)
            case .revokeServers(let session): .revokeServers(session)
            }
        }
    }

    init(
        id: RoomID,
        node: UInt16,
        limits: BrokerLimits,
        roomLimits: RoomLimits,
        generation: UInt64 = 0,
        hasMediaPlane: Bool = false
    ) {
        self.id = id
        self.hasMediaPlane = hasMediaPlane
        self.generation = generation
        self.node = node
        self.limits = limits
        self.roomLimits = roomLimits
        self.room = Room(limits: roomLimits)
        self.streams = HostStreams(room: id, limits: limits)
        self.joinQueue = JoinQueue(limits)
        self.actions = [.load]
    }

    /// Whether the newest append has failed: nothing can be decided until it goes through.
    var isStoreFailing: Bool { self.inFlight?.failingSince != nil }

    /// Takes out what is to be done.
    mutating func takeActions() -> [HostAction] {
        defer { self.actions.removeAll(keepingCapacity: true) }
        return self.actions
    }

    /// When `wakeUp` is due, in loop time; nil when nothing waits for time.
    func nextWakeUp(at time: HostTime) -> Duration? {
        var earliest: Duration?
        func consider(_ deadline: Duration?) {
            guard let deadline else { return }
            earliest = earliest.map { min($0, deadline) } ?? deadline
        }
        switch self.phase {
        case .loading(let retryAt): consider(retryAt)
        case .absent, .unreadable: break
        case .serving:
            consider(self.inFlight?.retryAt)
            consider(self.streams.nextDeadline)
            if !self.isStoreFailing, let deadline = self.room.nextDeadline {
                consider(time.now + .milliseconds(max(0, deadline.ms - time.wallClockMs)))
            }
            consider(self.idleSince.map { $0 + self.limits.idleUnload })
        }
        return earliest
    }

    /// Does what time alone has made due.
    mutating func wakeUp(at time: HostTime) {
        switch self.phase {
        case .loading(let retryAt):
            guard let retryAt, retryAt <= time.now else { return }
            self.phase = .loading(retryAt: nil)
            self.actions.append(.load)
        case .absent, .unreadable:
            break
        case .serving:
            self.retryAppend(at: time)
            guard case .serving = self.phase else { return }  // Patience may have ended.
            if !self.isStoreFailing { self.commit(facts: self.room.advance(to: self.stamp(time)), at: time) }
            self.endTurn(at: time)
        }
    }

    /// The time of what happens now: the wall clock, but never before what happened last.
    mutating func stamp(_ time: HostTime) -> Timestamp {
        self.lastStamp = max(self.lastStamp, Timestamp(ms: time.wallClockMs))
        return self.lastStamp
    }

    // MARK: - Saying

    /// Says `body` to `edge` as soon as everything decided so far is durable.
    mutating func say(_ body: EdgeMessage.Body, to edge: Address) {
        #if PLENARY_PLANTED_BUGS
        if self.roomLimits.planted == .gateBypassed { return self.sayNow(body, to: edge) }
        #endif
        self.give(.edge(edge, body))
    }

    /// Has something done as soon as everything decided so far is durable.
    mutating func give(_ output: Output) {
        let slot = self.pending.isEmpty ? self.lastSlot : self.lastSlot + 1
        if self.gate.passes(output, after: slot) { self.actions.append(output.action) }
    }

    /// Says `body` at once: only what rests on no fact.
    mutating func sayNow(_ body: EdgeMessage.Body, to edge: Address) {
        self.actions.append(.send(edge, body))
    }

    mutating func reply(_ reply: RoomReply, to address: ReplyAddress) {
        self.say(.reply(address, reply), to: address.edge)
    }

    mutating func refuse(_ code: ErrorCode, _ address: ReplyAddress) {
        self.reply(.refused(WireError(code)), to: address)
    }

    // MARK: - The end of a turn

    /// Publishes what has changed, hands the facts of this turn to the log, and notes whether anybody is left.
    mutating func endTurn(at time: HostTime) {
        guard case .serving = self.phase else {
            if case .absent = self.phase { self.actions.append(.unload) }
            if case .unreadable = self.phase { self.actions.append(.unload) }
            return
        }
        self.tellProgress()
        self.publishMedia(at: time)
        self.publishLobby(at: time)
        self.publishViews(at: time)
        self.flushStreams()
        self.appendPending()
        let isIdle = self.routes.isEmpty && self.inFlight == nil && self.gate.isEmpty
        guard isIdle else {
            self.idleSince = nil
            return
        }
        let since = self.idleSince ?? time.now
        self.idleSince = since
        guard self.room.isEnded || since + self.limits.idleUnload <= time.now else { return }
        self.media.close()
        for order in self.media.takeOrders() { self.actions.append(.media(order)) }
        self.actions.append(.unload)
    }
}
