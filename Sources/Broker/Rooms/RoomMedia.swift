// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the sessions of one room publish and want to get, and what the media plane was told of it. A value: what is to
// be ordered comes out of `takeOrders`. It decides no rights; those are the room's, and are told to it.
//
// A wish may name what nobody publishes: it is kept, and becomes a subscription as soon as somebody does. So clients
// and publishers need not wait for one another, and a client asks only when it wants something else.

internal import ConferenceCore

/// The media of one room, as its host knows it.
struct RoomMedia {
    struct Publisher {
        /// Who began to publish first.
        let order: UInt64
        /// What the media server has taken in.
        var kinds: Set<TrackKind> = []
        /// The offer that is not answered yet; there is one at a time.
        var offered: (request: UInt64, kinds: Set<TrackKind>)?
        /// Tracks that are not let through.
        var held: Set<TrackKind> = []
    }

    private(set) var isReady = false
    /// Names what the media server holds: another value means that everything before is gone.
    private(set) var generation: UInt64 = 0
    private var resets: UInt64 = 0
    private(set) var publishers: [SessionID: Publisher] = [:]
    private var wishes: [SessionID: [TrackWish]] = [:]
    /// What the media plane was told last for each subscriber; never empty.
    private var subscribed: [SessionID: [TrackWish]] = [:]
    /// For each publisher the sessions that wish for anything of it.
    private var watchers: [SessionID: Set<SessionID>] = [:]
    private var orders: [MediaOrder] = []
    private var nextOrder: UInt64 = 0
    private var nextRequest: UInt64 = 0
    /// Whether the media server may hold anything of the room.
    private(set) var isInUse = false

    /// Takes out what is to be ordered.
    mutating func takeOrders() -> [MediaOrder] {
        defer { self.orders.removeAll(keepingCapacity: true) }
        return self.orders
    }

    // MARK: - The media server

    /// The media server can be used, under `generation`; nil when it cannot.
    mutating func readinessChanged(generation: UInt64?) {
        self.isReady = generation != nil
        guard let generation, generation != self.generation else { return }
        self.generation = generation
        self.forgetAll()
    }

    /// Whatever the media server holds of a room that was hosted before is asked for.
    mutating func adopt() {
        self.isInUse = true
        self.orders.append(.adopt)
    }

    /// What outlived the last host of the room.
    ///
    /// - Parameter held: The tracks of a session that are not let through; nil for one that has no seat.
    mutating func adopted(_ outlived: [SessionID: [TrackKind]], held: (SessionID) -> Set<TrackKind>?) {
        for (session, kinds) in outlived.sorted(by: { $0.key < $1.key }) {
            guard let held = held(session) else {
                self.orders.append(.detach(session))
                continue
            }
            guard self.publishers[session] == nil, !kinds.isEmpty else { continue }
            self.publishers[session] = Publisher(order: self.takeOrder(), kinds: Set(kinds), held: held)
            // What the last host held back is still held back, and nobody knows what that was.
            for kind in kinds.sorted() { self.orders.append(.allow(session, kind, !held.contains(kind))) }
            self.publisherChanged(session)
        }
    }

    /// Everything of the room is gone from a media server that goes on.
    mutating func reset() {
        // Told already when the server itself was another.
        guard !self.publishers.isEmpty || !self.wishes.isEmpty else { return }
        self.resets += 1
        self.forgetAll()
    }

    /// What clients are told: another value for everything that is to be begun anew.
    var toldGeneration: UInt64 { (self.generation &+ self.resets) & (1 << 53 - 1) }

    private mutating func forgetAll() {
        self.publishers = [:]
        self.wishes = [:]
        self.subscribed = [:]
        self.watchers = [:]
    }

    // MARK: - Publishing

    /// Takes an offer in; its request's number is what the answer will name.
    mutating func offered(_ sdp: String, _ tracks: [OfferedTrack], isFresh: Bool, by session: SessionID) -> UInt64 {
        self.isInUse = true
        self.nextRequest += 1
        let request = self.nextRequest
        if self.publishers[session] == nil { self.publishers[session] = Publisher(order: self.takeOrder()) }
        self.publishers[session]?.offered = (request, Set(tracks.map(\.kind)))
        self.orders.append(
            .publish(session, PublishOffer(request: request, sdp: sdp, tracks: tracks, isFresh: isFresh))
        )
        return request
    }

    /// The media server has taken an offer in.
    mutating func published(_ session: SessionID, request: UInt64) {
        guard let offered = self.publishers[session]?.offered, offered.request == request else { return }
        self.publishers[session]?.offered = nil
        self.publishers[session]?.kinds = offered.kinds
        self.publisherChanged(session)
    }

    /// It has not; a publisher that has nothing else is none.
    mutating func publishRefused(_ session: SessionID, request: UInt64) {
        guard let publisher = self.publishers[session], publisher.offered?.request == request else { return }
        self.publishers[session]?.offered = nil
        if publisher.kinds.isEmpty { self.publishers[session] = nil }
    }

    /// The session sends nothing any more.
    mutating func unpublished(_ session: SessionID, isOrdered: Bool) {
        guard self.publishers.removeValue(forKey: session) != nil else { return }
        if isOrdered { self.orders.append(.unpublish(session)) }
        self.publisherChanged(session)
    }

    /// Lets tracks of a publisher through, or not, where that is another than before.
    mutating func hold(_ kinds: Set<TrackKind>, of session: SessionID) {
        guard let held = self.publishers[session]?.held, held != kinds else { return }
        for kind in TrackKind.allCases where held.contains(kind) != kinds.contains(kind) {
            self.orders.append(.allow(session, kind, !kinds.contains(kind)))
        }
        self.publishers[session]?.held = kinds
    }

    private mutating func takeOrder() -> UInt64 {
        self.nextOrder += 1
        return self.nextOrder
    }

    // MARK: - Subscribing

    /// A session says what it wants to get, in place of what it wanted before.
    mutating func wished(_ wishes: [TrackWish], isFresh: Bool, by session: SessionID) {
        self.isInUse = true
        self.setWishes(wishes, of: session)
        self.subscribe(session, isFresh: isFresh)
    }

    mutating func answered(revision: UInt64, _ sdp: String, by session: SessionID) {
        self.orders.append(.answer(session, revision: revision, sdp: sdp))
    }

    mutating func found(_ candidates: [ICECandidate], for side: MediaSide, of session: SessionID) {
        self.orders.append(.candidates(session, side, candidates))
    }

    /// The media server's end of what a session gets is gone: the next wish begins a new one.
    mutating func subscriptionLost(_ session: SessionID) {
        self.subscribed[session] = nil
    }

    private mutating func setWishes(_ wishes: [TrackWish], of session: SessionID) {
        for wish in self.wishes[session] ?? [] {
            self.watchers[wish.track.session]?.remove(session)
            if self.watchers[wish.track.session]?.isEmpty == true { self.watchers[wish.track.session] = nil }
        }
        self.wishes[session] = wishes.isEmpty ? nil : wishes
        for wish in wishes { self.watchers[wish.track.session, default: []].insert(session) }
    }

    /// Tells the media plane what the session gets from now on, where that is another than before.
    private mutating func subscribe(_ session: SessionID, isFresh: Bool = false) {
        let actual = (self.wishes[session] ?? []).filter { wish in
            wish.track.session != session
                && self.publishers[wish.track.session]?.kinds.contains(wish.track.kind) == true
        }
        guard actual != self.subscribed[session] ?? [] || (isFresh && !actual.isEmpty) else { return }
        self.subscribed[session] = actual.isEmpty ? nil : actual
        self.orders.append(.subscribe(session, actual, isFresh: isFresh))
    }

    private mutating func publisherChanged(_ session: SessionID) {
        for watcher in (self.watchers[session] ?? []).sorted() { self.subscribe(watcher) }
    }

    // MARK: - The end

    /// Nothing of a session goes on.
    mutating func left(_ session: SessionID) {
        let hadAny = self.publishers[session] != nil || self.wishes[session] != nil
        self.setWishes([], of: session)
        self.subscribed[session] = nil
        guard hadAny else { return }
        // Before the others are told what they get: nothing of it is offered to anybody any more.
        self.orders.append(.detach(session))
        self.publishers[session] = nil
        self.publisherChanged(session)
    }

    /// The room is over, or not in memory any more.
    mutating func close() {
        guard self.isInUse else { return }
        self.forgetAll()
        self.orders.append(.close)
        self.isInUse = false
    }
}
