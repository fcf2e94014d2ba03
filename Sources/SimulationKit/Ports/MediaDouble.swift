// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import LoopRuntime

// A media server that does what the port promises and carries nothing: no processes, no time, no chance. What a test
// does is answered in the order in which it was done, on the listener's loop.
//
// An offer is acceptable if it begins with `v=`; a track that was published can be subscribed to at once.

/// The port ``MediaPlane`` for tests, on real loops as well as on simulated ones.
public final class MediaDouble: MediaPlane {
    /// The publishing connection of one session.
    fileprivate struct Publisher {
        /// By media section.
        var tracks: [String: TrackKind] = [:]
        /// Counts its connections, so that subscribers notice another.
        var life: UInt64
    }

    /// What one media section of a subscriber carries.
    fileprivate struct Section: Equatable {
        var track: Track
        var life: UInt64
    }

    /// The subscribing connection of one session.
    fileprivate struct Subscriber {
        var wishes: [TrackWish] = []
        /// By number of the media section; nil where nothing is carried any more.
        var sections: [Section?] = []
        var hasOffered = false
        /// Of the offer that waits for its answer.
        var awaited: UInt64?
    }

    fileprivate struct Room {
        let shelf: Address
        var publishers: [SessionID: Publisher] = [:]
        var subscribers: [SessionID: Subscriber] = [:]
        var denied: [SessionID: Set<TrackKind>] = [:]
    }

    fileprivate struct Listener {
        let loop: any EventLoop
        let tell: @Sendable (MediaNotice) -> Void
    }

    fileprivate struct State {
        var generation: UInt64?
        var lastGeneration: UInt64 = 1
        var counter: UInt64 = 0
        var listeners: [Address: Listener] = [:]
        var rooms: [RoomID: Room] = [:]
        /// Rooms whose orders were dropped, or whose connections were lost.
        var interrupted: [RoomID: Address] = [:]
        var orders: [(room: RoomID, order: MediaOrder)] = []
    }

    private let state: Guarded<State>

    public init(isReady: Bool = true) {
        var state = State()
        state.generation = isReady ? 1 : nil
        self.state = Guarded(state)
    }

    // MARK: The port

    public func listen(
        for shelf: Address,
        on loop: any EventLoop,
        _ listener: @escaping @Sendable (MediaNotice) -> Void
    ) {
        self.state.withLock { state in
            state.listeners[shelf] = Listener(loop: loop, tell: listener)
            state.tell(.readiness(generation: state.generation), to: shelf)
        }
    }

    public func carryOut(_ order: MediaOrder, in room: RoomID, for shelf: Address) {
        self.state.withLock { state in
            state.orders.append((room, order))
            guard state.generation != nil else { return state.drop(order, in: room, for: shelf) }
            if state.rooms[room] == nil { state.rooms[room] = Room(shelf: shelf) }
            state.carryOut(order, in: room)
        }
    }

    // MARK: What tests do

    /// Whether orders can be carried out; the last loses everything, and what was lost is told when the first comes.
    public func setReady(_ isReady: Bool) {
        self.state.withLock { state in
            guard isReady != (state.generation != nil) else { return }
            if isReady { state.begin() } else { state.lose() }
        }
    }

    /// Loses everything and begins anew, as a media server that is killed and started again.
    public func reset() {
        self.state.withLock { state in
            if state.generation != nil { state.lose() }
            state.begin()
        }
    }

    /// Loses one connection.
    public func lose(_ session: SessionID, _ side: MediaSide, in room: RoomID) {
        self.state.withLock { $0.lose(session, side, in: room) }
    }

    // MARK: What tests look at

    /// All orders so far, oldest first.
    public var orders: [(room: RoomID, order: MediaOrder)] { self.state.withLock { $0.orders } }

    /// Forgets the orders so far.
    public func forgetOrders() {
        self.state.withLock { $0.orders = [] }
    }

    /// What a session publishes now, whether or not it may pass.
    public func published(by session: SessionID, in room: RoomID) -> Set<TrackKind> {
        self.state.withLock { Set($0.rooms[room]?.publishers[session]?.tracks.values.map { $0 } ?? []) }
    }

    /// What a session gets now: carried, published, and not denied.
    public func received(by session: SessionID, in room: RoomID) -> Set<Track> {
        self.state.withLock { state in
            guard let room = state.rooms[room], let subscriber = room.subscribers[session] else { return [] }
            let live = subscriber.sections.compactMap { $0 }.filter { room.life(of: $0.track) == $0.life }
            return Set(live.map(\.track).filter { room.denied[$0.session]?.contains($0.kind) != true })
        }
    }

    /// Whether a track is published and let through.
    public func passes(_ track: Track, in room: RoomID) -> Bool {
        self.state.withLock { state in
            guard let room = state.rooms[room], room.life(of: track) != nil else { return false }
            return room.denied[track.session]?.contains(track.kind) != true
        }
    }

    /// The size in which a session wants a track.
    public func layer(of track: Track, for session: SessionID, in room: RoomID) -> TrackLayer? {
        self.state.withLock { state in
            state.rooms[room]?.subscribers[session]?.wishes.first { $0.track == track }?.layer
        }
    }

    /// Whether anything of the room is held.
    public func holds(_ room: RoomID) -> Bool {
        self.state.withLock { $0.rooms[room] != nil }
    }
}

extension MediaDouble.Room {
    /// The connection by which `track` is published; nil when it is not.
    fileprivate func life(of track: Track) -> UInt64? {
        guard let publisher = self.publishers[track.session], publisher.tracks.values.contains(track.kind) else {
            return nil
        }
        return publisher.life
    }
}

extension MediaDouble.State {
    fileprivate func tell(_ notice: MediaNotice, to shelf: Address) {
        guard let listener = self.listeners[shelf] else { return }
        listener.loop.post { listener.tell(notice) }
    }

    fileprivate func tell(_ event: MediaEvent, in room: RoomID) {
        guard let shelf = self.rooms[room]?.shelf else { return }
        self.tell(.room(room, event), to: shelf)
    }

    // MARK: Coming and going

    fileprivate mutating func begin() {
        self.lastGeneration += 1
        self.generation = self.lastGeneration
        let shelves = self.listeners.keys.sorted { ($0.node, $0.loop) < ($1.node, $1.loop) }
        for shelf in shelves { self.tell(.readiness(generation: self.generation), to: shelf) }
        for (room, shelf) in self.interrupted.sorted(by: { $0.key < $1.key }) {
            self.tell(.room(room, .reset), to: shelf)
        }
        self.interrupted = [:]
    }

    fileprivate mutating func lose() {
        self.generation = nil
        for (room, held) in self.rooms { self.interrupted[room] = held.shelf }
        for room in self.rooms.keys {
            self.rooms[room]?.publishers = [:]
            self.rooms[room]?.subscribers = [:]
            self.rooms[room]?.denied = [:]
        }
        for shelf in self.listeners.keys { self.tell(.readiness(generation: nil), to: shelf) }
    }

    fileprivate mutating func drop(_ order: MediaOrder, in room: RoomID, for shelf: Address) {
        switch order {
        case .close:
            self.rooms[room] = nil
            self.interrupted[room] = nil
        case .publish(let session, let offer):
            self.tell(.room(room, .publishRefused(session, request: offer.request, .unavailable)), to: shelf)
            self.interrupted[room] = shelf
        case .adopt, .unpublish, .subscribe, .answer, .candidates, .allow, .detach:
            self.interrupted[room] = shelf
        }
    }

    fileprivate mutating func lose(_ session: SessionID, _ side: MediaSide, in room: RoomID) {
        switch side {
        case .publish:
            guard self.rooms[room]?.publishers.removeValue(forKey: session) != nil else { return }
            self.rooms[room]?.denied[session] = nil
            self.tell(.lost(session, .publish), in: room)
            self.offerAll(in: room)
        case .subscribe:
            guard self.rooms[room]?.subscribers.removeValue(forKey: session) != nil else { return }
            self.tell(.lost(session, .subscribe), in: room)
        }
    }

    // MARK: Orders

    fileprivate mutating func carryOut(_ order: MediaOrder, in room: RoomID) {
        switch order {
        case .adopt: self.tell(.adopted(self.rooms[room]?.publishedKinds ?? [:]), in: room)
        case .publish(let session, let offer): self.publish(session, offer, in: room)
        case .unpublish(let session):
            self.rooms[room]?.publishers[session] = nil
            self.rooms[room]?.denied[session] = nil
            self.offerAll(in: room)
        case .subscribe(let session, let wishes, let isFresh):
            if isFresh || wishes.isEmpty { self.rooms[room]?.subscribers[session] = nil }
            guard !wishes.isEmpty else { return }
            self.rooms[room]?.subscribers[session, default: MediaDouble.Subscriber()].wishes = wishes
            self.offer(to: session, in: room)
        case .answer(let session, let revision, _):
            guard self.rooms[room]?.subscribers[session]?.awaited == revision else { return }
            self.rooms[room]?.subscribers[session]?.awaited = nil
            self.offer(to: session, in: room)
        case .candidates: break
        case .allow(let session, let kind, let isAllowed): self.rooms[room]?.allow(session, kind, isAllowed)
        case .detach(let session):
            self.rooms[room]?.publishers[session] = nil
            self.rooms[room]?.subscribers[session] = nil
            self.rooms[room]?.denied[session] = nil
            self.offerAll(in: room)
        case .close: self.rooms[room] = nil
        }
    }

    private mutating func publish(_ session: SessionID, _ offer: PublishOffer, in room: RoomID) {
        if offer.isFresh { self.rooms[room]?.publishers[session] = nil }
        let isThere = self.rooms[room]?.publishers[session] != nil
        guard offer.isFresh || isThere else {
            self.tell(.publishRefused(session, request: offer.request, .unavailable), in: room)
            return
        }
        guard offer.sdp.hasPrefix("v=") else {
            let refusal = PublishRefusal.unacceptable("no SDP")
            self.tell(.publishRefused(session, request: offer.request, refusal), in: room)
            if !isThere { self.rooms[room]?.denied[session] = nil }
            self.offerAll(in: room)
            return
        }
        self.counter += 1
        var publisher = self.rooms[room]?.publishers[session] ?? MediaDouble.Publisher(life: self.counter)
        publisher.tracks = [:]
        for track in offer.tracks { publisher.tracks[track.mid] = track.kind }
        self.rooms[room]?.publishers[session] = publisher
        self.tell(.published(session, request: offer.request, sdp: "v=0 answer \(offer.request)"), in: room)
        self.offerAll(in: room)
    }

    private mutating func offerAll(in room: RoomID) {
        for session in (self.rooms[room]?.subscribers.keys.sorted() ?? []) { self.offer(to: session, in: room) }
    }

    /// Offers what changes, unless an offer is out or nothing does.
    private mutating func offer(to session: SessionID, in room: RoomID) {
        guard let held = self.rooms[room], var subscriber = held.subscribers[session], subscriber.awaited == nil else {
            return
        }
        let before = subscriber.sections
        let wanted = subscriber.wishes.compactMap { wish in
            held.life(of: wish.track).map { MediaDouble.Section(track: wish.track, life: $0) }
        }
        subscriber.sections = before.map { section in section.flatMap { wanted.contains($0) ? $0 : nil } }
        for section in wanted where !subscriber.sections.contains(section) {
            let free = subscriber.sections.firstIndex { $0 == nil }
            if let free { subscriber.sections[free] = section } else { subscriber.sections.append(section) }
        }
        guard subscriber.sections != before else { return }
        self.counter += 1
        let tracks = subscriber.sections.enumerated().compactMap { index, section in
            section.map { SubscribedTrack(mid: String(index), track: $0.track) }
        }
        let offer = SubscribeOffer(
            revision: self.counter,
            isFresh: !subscriber.hasOffered,
            sdp: "v=0 offer \(self.counter)",
            tracks: tracks
        )
        subscriber.hasOffered = true
        subscriber.awaited = self.counter
        self.rooms[room]?.subscribers[session] = subscriber
        self.tell(.offered(session, offer), in: room)
    }
}

extension MediaDouble.Room {
    fileprivate mutating func allow(_ session: SessionID, _ kind: TrackKind, _ isAllowed: Bool) {
        guard self.publishers[session] != nil else { return }
        if isAllowed {
            self.denied[session]?.remove(kind)
        } else {
            self.denied[session, default: []].insert(kind)
        }
    }

    fileprivate var publishedKinds: [SessionID: [TrackKind]] {
        self.publishers.mapValues { $0.tracks.values.sorted() }
    }
}
