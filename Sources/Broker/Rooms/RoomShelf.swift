// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
internal import DequeModule
public import LoopRuntime

/// The rooms of one loop: wakes each host, performs what it wants done, and keeps one timer for it.
///
/// Pinned to its loop. A host exists while its room has seats, requests or appends under way; an idle room is nothing
/// but its rows.
public actor RoomShelf {
    /// Messages kept for an Edge that does not take them; past it, its connections are made to come back.
    static let outboxMax = 65_536

    /// A class, so that a host is changed where it is and never copied.
    private final class Shelved {
        var host: RoomHost
        var timer: (id: TimerID, deadline: Duration)?

        init(_ host: RoomHost) {
            self.host = host
        }
    }

    public nonisolated let address: Address
    private let loop: any EventLoop
    private let bus: any Bus<BrokerMessage>
    private let log: any SlotLog
    private let observer: any BrokerObserver
    private let limits: BrokerLimits
    private let roomLimits: RoomLimits
    private let media: (any MediaPlane)?
    private let iceServers: (any ICEServerSource)?
    /// What the media plane told last.
    private var mediaGeneration: UInt64?
    private var hosts: [RoomID: Shelved] = [:]
    /// Generations go on over unloading, so that a late answer to an earlier host is told from one to this.
    private var nextGeneration: UInt64 = 0
    private var outboxes: [Address: Deque<EdgeMessage>] = [:]

    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe self.loop.asUnownedSerialExecutor() }

    public init(
        address: Address,
        loop: any EventLoop,
        bus: any Bus<BrokerMessage>,
        log: any SlotLog,
        observer: any BrokerObserver,
        limits: BrokerLimits,
        roomLimits: RoomLimits,
        media: (any MediaPlane)? = nil,
        iceServers: (any ICEServerSource)? = nil
    ) {
        precondition(address.role == .rooms, "A shelf speaks for rooms")
        self.address = address
        self.loop = loop
        self.bus = bus
        self.log = log
        self.observer = observer
        self.limits = limits
        self.roomLimits = roomLimits
        self.media = media
        self.iceServers = iceServers
    }

    /// Asks the bus to tell when an Edge takes messages again, and the media plane what happens.
    ///
    /// Once, before the first message.
    public func start() {
        self.bus.onSpace(for: self.address) { [weak self] edge in
            self?.assumeIsolated { $0.flushOutbox(of: edge) }
        }
        self.media?.listen(for: self.address, on: self.loop) { [weak self] notice in
            self?.assumeIsolated { $0.receive(notice) }
        }
    }

    /// Takes a batch of messages in; one turn of every room that it names.
    public func receive(_ batch: [BrokerMessage]) {
        var touched: [RoomID] = []
        let time = self.time
        for message in batch {
            guard case .rooms(let message) = message else { preconditionFailure("An Edge's message came to a shelf") }
            guard self.hosts[message.room] != nil || message.body.needsHost else { continue }
            if !touched.contains(message.room) { touched.append(message.room) }
            self.withHost(of: message.room) { $0.receive(message.body, at: time) }
        }
        for room in touched {
            self.withHost(of: room) { $0.endTurn(at: time) }
            self.perform(room)
        }
    }

    /// Rooms that are in memory now.
    public var loadedRooms: [RoomID] { self.hosts.keys.sorted() }

    /// The room as its host sees it now, for tests and diagnosis; nil when it is not in memory.
    public func inspect(_ room: RoomID) -> RoomInspection? {
        self.hosts[room].map { RoomInspection($0.host) }
    }

    // MARK: - Hosts

    private var time: HostTime { HostTime(now: self.loop.now, wallClockMs: self.loop.wallClockMs) }

    /// Calls `body` with the room's host, which is made when there is none.
    private func withHost(of room: RoomID, _ body: (inout RoomHost) -> Void) {
        if let shelved = self.hosts[room] { return body(&shelved.host) }
        let shelved = Shelved(
            RoomHost(
                id: room,
                node: self.address.node,
                limits: self.limits,
                roomLimits: self.roomLimits,
                generation: self.makeGeneration(),
                hasMediaPlane: self.media != nil
            )
        )
        if let generation = self.mediaGeneration {
            shelved.host.mediaReadinessChanged(generation: generation, at: self.time)
        }
        self.hosts[room] = shelved
        body(&shelved.host)
    }

    private func makeGeneration() -> UInt64 {
        defer { self.nextGeneration += 1 << 32 }  // Leaves room for a host to count its own rebuilds.
        return self.nextGeneration
    }

    /// Tells a host something that was asked for under `generation`, unless it lives another life by now.
    private func answer(_ room: RoomID, _ generation: UInt64, _ body: (inout RoomHost) -> Void) {
        guard self.hosts[room]?.host.generation == generation else { return }
        self.withHost(of: room, body)
        self.perform(room)
    }

    /// Performs what the room's host wants done, then arms its timer.
    private func perform(_ room: RoomID) {
        guard let actions = self.hosts[room]?.host.takeActions() else { return }
        guard let generation = self.hosts[room]?.host.generation else { return }
        var isDone = false
        for action in actions {
            switch action {
            case .send(let edge, let body): self.send(EdgeMessage(room, body), to: edge)
            case .load: self.load(room, generation)
            case .append(let record, let slot, let listing):
                self.append(record, to: room, at: slot, listing, generation)
            case .saveSnapshot(let record, let slot, let keepFrom):
                self.log.saveSnapshot(record, of: room, upTo: slot, keepFrom: keepFrom)
            case .media(let order): self.media?.carryOut(order, in: room, for: self.address)
            case .revokeServers(let session): self.iceServers?.revoke(session)
            case .note(let event): self.observer.note(event)
            case .unload: isDone = true
            }
        }
        if isDone { self.unload(room) } else { self.armTimer(of: room) }
    }

    private func load(_ room: RoomID, _ generation: UInt64) {
        self.log.load(room, on: self.loop) { [weak self] result in
            self?.assumeIsolated { shelf in
                let time = shelf.time
                shelf.answer(room, generation) { $0.loaded(result, at: time) }
            }
        }
    }

    private func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        _ listing: RoomListing?,
        _ generation: UInt64
    ) {
        self.log.append(record, to: room, at: slot, listing: listing, on: self.loop) { [weak self] outcome in
            self?.assumeIsolated { shelf in
                let time = shelf.time
                shelf.answer(room, generation) { $0.appended(outcome, slot: slot, at: time) }
            }
        }
    }

    private func unload(_ room: RoomID) {
        guard let shelved = self.hosts.removeValue(forKey: room) else { return }
        if let timer = shelved.timer { self.loop.cancel(timer.id) }
        self.observer.note(.roomUnloaded(room))
    }

    // MARK: - Media

    /// What the media plane tells; one turn of every room that it concerns.
    private func receive(_ notice: MediaNotice) {
        let time = self.time
        switch notice {
        case .readiness(let generation):
            self.mediaGeneration = generation
            for room in self.hosts.keys.sorted() {
                self.withHost(of: room) {
                    $0.mediaReadinessChanged(generation: generation, at: time)
                    $0.endTurn(at: time)
                }
                self.perform(room)
            }
        case .room(let room, let event):
            guard self.hosts[room] != nil else { return }
            self.withHost(of: room) {
                $0.receive(event)
                $0.endTurn(at: time)
            }
            self.perform(room)
        }
    }

    // MARK: - Timers

    private func armTimer(of room: RoomID) {
        let deadline = self.hosts[room]?.host.nextWakeUp(at: self.time)
        guard deadline != self.hosts[room]?.timer?.deadline else { return }
        if let timer = self.hosts[room]?.timer { self.loop.cancel(timer.id) }
        self.hosts[room]?.timer = deadline.map { deadline in
            let delay = max(.zero, deadline - self.loop.now)
            let id = self.loop.schedule(after: delay) { [weak self] in
                self?.assumeIsolated { $0.wakeUp(room) }
            }
            return (id, deadline)
        }
    }

    private func wakeUp(_ room: RoomID) {
        guard self.hosts[room] != nil else { return }
        self.hosts[room]?.timer = nil
        let time = self.time
        self.withHost(of: room) { $0.wakeUp(at: time) }
        self.perform(room)
    }

    // MARK: - Sending

    private func send(_ message: EdgeMessage, to edge: Address) {
        if self.outboxes[edge] == nil, self.bus.send(.edge(message), from: self.address, to: edge) { return }
        self.outboxes[edge, default: []].append(message)
        guard self.outboxes[edge]?.count ?? 0 > Self.outboxMax else { return }
        self.collapse(edge)
    }

    private func flushOutbox(of edge: Address) {
        guard var outbox = self.outboxes.removeValue(forKey: edge) else { return }
        while let message = outbox.first {
            guard self.bus.send(.edge(message), from: self.address, to: edge) else {
                self.outboxes[edge] = outbox
                return
            }
            outbox.removeFirst()
        }
    }

    /// An Edge has not taken its messages for too long: they are given up, and its connections of our rooms come back.
    private func collapse(_ edge: Address) {
        self.observer.note(.edgeStalled(edge))
        // Rooms that are not in memory any more, too: what is given up may have been the news of their end.
        let rooms = Set(self.outboxes[edge]?.map(\.room) ?? []).union(self.hosts.keys).sorted()
        self.outboxes[edge] = Deque(rooms.map { EdgeMessage($0, .rebuilding) })
        let time = self.time
        for room in rooms { self.hosts[room]?.host.edgeLost(edge, at: time) }
        // Not now: one of these hosts is in the middle of what it wants done.
        self.loop.post { [weak self] in
            self?.assumeIsolated { $0.endTurns(of: rooms) }
        }
    }

    private func endTurns(of rooms: [RoomID]) {
        for room in rooms where self.hosts[room] != nil {
            let time = self.time
            self.withHost(of: room) { $0.endTurn(at: time) }
            self.perform(room)
        }
    }
}
