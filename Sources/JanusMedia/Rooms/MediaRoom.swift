// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// One room as this adapter carries it: who publishes and who gets what, and what the room at Janus still lacks.
///
/// A value that decides; whoever holds it performs what ``takeActions()`` gives, in order, and says what came of it.
struct MediaRoom: Sendable {
    private enum Existence: Hashable {
        /// Exits: `making`.
        case absent
        /// Exits: `present`; `absent` when it could not be made.
        case making
        /// Exits: `absent` by its end, or when Janus says that there is none.
        case present
    }

    let id: RoomID
    private var existence = Existence.absent
    private var tasks = RoomTasks()
    var publishers: [SessionID: Publisher] = [:]
    var subscribers: [SessionID: Subscriber] = [:]
    /// What must not pass, also by the next connection of one who begins anew; kept while the session publishes.
    private(set) var denied: [SessionID: Set<TrackKind>] = [:]
    /// Numbers connections and offers.
    ///
    /// It starts with the time, so that it rises over restarts of this process.
    private var counter: UInt64
    private var actions: [RoomAction] = []

    init(id: RoomID, counter: UInt64) {
        self.id = id
        self.counter = counter
    }

    /// Nothing is carried, asked or remembered: the value may be forgotten.
    var isIdle: Bool {
        self.publishers.isEmpty && self.subscribers.isEmpty && self.denied.isEmpty && self.tasks.isEmpty
    }

    /// What passes from whom, by session, whether or not it is let through.
    var published: [SessionID: [TrackKind]] {
        self.publishers.filter(\.value.isPublished).mapValues { $0.tracks.values.sorted() }
    }

    var hasConnections: Bool { !self.publishers.isEmpty || !self.subscribers.isEmpty }

    mutating func takeActions() -> [RoomAction] {
        defer { self.actions = [] }
        return self.actions
    }

    mutating func add(_ action: RoomAction) {
        self.actions.append(action)
    }

    mutating func makeNumber() -> UInt64 {
        self.counter += 1
        return self.counter
    }

    // MARK: Orders

    mutating func receive(_ order: MediaOrder, at now: Duration) {
        switch order {
        case .adopt: break  // The plane answers that.
        case .publish(let session, let offer): self.publish(session, offer, at: now)
        case .unpublish(let session):
            self.dropPublisher(of: session, at: now)
            self.denied[session] = nil
        case .subscribe(let session, let wishes, let isFresh):
            self.subscribe(session, wishes, isFresh: isFresh, at: now)
        case .answer(let session, let revision, let sdp):
            self.subscribers[session]?.answer(revision, sdp: sdp)
            self.stepSubscriber(of: session, at: now)
        case .candidates(let session, let side, let candidates): self.trickle(session, side, candidates)
        case .allow(let session, let kind, let isAllowed): self.allow(session, kind, isAllowed)
        case .detach(let session):
            self.dropSubscriber(of: session)
            self.dropPublisher(of: session, at: now)
            self.denied[session] = nil
        case .close: self.close()
        }
        self.stepTasks()
    }

    private mutating func trickle(_ session: SessionID, _ side: MediaSide, _ candidates: [ICECandidate]) {
        let useful = candidates.filter(\.isOfUse)
        guard !useful.isEmpty else { return }
        let handle: UInt64?
        let ready: [ICECandidate]
        switch side {
        case .publish:
            handle = self.publishers[session]?.handle
            ready = self.publishers[session]?.take(useful) ?? []
        case .subscribe:
            handle = self.subscribers[session]?.handle
            ready = self.subscribers[session]?.take(useful) ?? []
        }
        guard let handle, !ready.isEmpty else { return }
        self.add(.trickle(handle: handle, ready))
    }

    private mutating func allow(_ session: SessionID, _ kind: TrackKind, _ isAllowed: Bool) {
        // Of who does not publish nothing is kept: whoever orders decides again when that changes.
        guard let publisher = self.publishers[session] else { return }
        if isAllowed {
            guard self.denied[session]?.remove(kind) != nil || publisher.isAdopted else { return }
            if self.denied[session]?.isEmpty == true { self.denied[session] = nil }
        } else {
            guard self.denied[session, default: []].insert(kind).inserted else { return }
        }
        guard let mid = publisher.mid(of: kind) else { return }
        self.moderate(session, mid, isMuted: !isAllowed)
    }

    private mutating func moderate(_ session: SessionID, _ mid: String, isMuted: Bool) {
        guard let publisher = self.publishers[session] else { return }
        // Until Janus has said otherwise it counts as muted.
        if isMuted { self.publishers[session]?.setMuted(mid, true) }
        self.tasks.add(.moderate(FeedTrack(feed: publisher.feed, mid: mid), isMuted: isMuted))
    }

    /// The session publishes nothing any more; whoever orders decides again when it does.
    mutating func forgetDenied(_ session: SessionID) {
        self.denied[session] = nil
    }

    /// Mutes again what must not pass; after each offer that was taken in.
    mutating func moderate(_ session: SessionID) {
        guard let publisher = self.publishers[session] else { return }
        let denied = Set((self.denied[session] ?? []).compactMap { publisher.mid(of: $0) })
        // A section that carries something else by now.
        let freed = publisher.muted.filter { publisher.tracks[$0] != nil && !denied.contains($0) }
        for mid in freed.sorted() { self.moderate(session, mid, isMuted: false) }
        for mid in denied.sorted() { self.moderate(session, mid, isMuted: true) }
    }

    private mutating func close() {
        self.dropAll()
        self.denied = [:]
        self.existence = .absent
        self.tasks.add(.destroy)
    }

    /// Janus has lost everything: nothing of it is asked for again.
    mutating func reset() {
        for (session, publisher) in self.publishers.sorted(by: { $0.key < $1.key }) {
            for request in publisher.unanswered {
                self.add(.tell(.publishRefused(session, request: request, .unavailable)))
            }
        }
        self.publishers = [:]
        self.subscribers = [:]
        self.denied = [:]
        self.tasks = RoomTasks()
        self.existence = .absent
    }

    private mutating func dropAll() {
        for session in self.subscribers.keys.sorted() { self.dropSubscriber(of: session) }
        for session in self.publishers.keys.sorted() { self.forgetPublisher(of: session) }
    }

    // MARK: The room at Janus

    var isRoomThere: Bool { self.existence == .present }

    mutating func needRoom() {
        guard self.existence == .absent else { return }
        self.existence = .making
        self.tasks.add(.create)
    }

    /// Janus says that there is no such room.
    mutating func roomIsMissing() {
        guard self.existence == .present else { return }
        self.existence = .absent
        self.needRoom()
    }

    /// Something that an earlier process made is there.
    mutating func roomWasFound() {
        self.existence = .present
    }

    mutating func kick(_ feed: String, for key: HandleKey) {
        self.tasks.add(.kick(feed: feed, for: key))
    }

    mutating func forgetTasks(about feed: String) {
        self.tasks.forget(feed: feed)
    }

    mutating func stepTasks() {
        if let task = self.tasks.next() { self.add(.askRoom(task.request)) }
    }

    /// Takes in what the last thing asked about the room came to.
    mutating func roomAnswered(_ reply: JanusReply, at now: Duration) {
        guard let task = self.tasks.current else { return }
        var failure: JanusFailure?
        if case .failed(let reason) = reply { failure = reason }
        if let failure, !failure.isRefusal, let again = self.tasks.again() {
            self.add(.askRoom(again.request))
            return
        }
        _ = self.tasks.end()
        switch task {
        case .create: self.created(failure, at: now)
        case .destroy: break  // Refused: it was gone. Unanswered: so is Janus, or it will be restarted.
        case .kick(_, let key):
            guard self.publishers[key.session]?.key == key else { break }
            self.publishers[key.session]?.feedWasFreed()
            self.stepPublisher(of: key.session, at: now)
        case .moderate(let track, let isMuted):
            if failure == nil, !self.tasks.isWaiting(toModerate: track),
                let session = FeedName(track.feed)?.session, self.publishers[session]?.feed == track.feed
            {
                self.publishers[session]?.setMuted(track.mid, isMuted)
            }
            // What must not pass and cannot be stopped is taken down.
            guard isMuted, let failure, !failure.isRefusal else { break }
            for (session, publisher) in self.publishers where publisher.feed == track.feed {
                self.endPublisher(of: session, isLost: true, at: now)
            }
        }
        self.stepTasks()
    }

    private mutating func created(_ failure: JanusFailure?, at now: Duration) {
        guard self.existence == .making else { return }  // Closed meanwhile.
        if let failure, !failure.isRoom(JanusFailure.RoomCode.roomExists) {
            self.existence = .absent
            for session in self.publishers.keys.sorted() where self.publishers[session]?.waitsForRoom == true {
                self.endPublisher(of: session, isLost: false, at: now)
            }
            return
        }
        self.existence = .present
        for session in self.publishers.keys.sorted() { self.stepPublisher(of: session, at: now) }
    }

    // MARK: What handles tell

    /// Takes in what the last ask of a connection came to.
    mutating func answered(_ key: HandleKey, _ reply: JanusReply, at now: Duration) {
        switch key.side {
        case .publish where self.publishers[key.session]?.key == key:
            let outcomes = self.publishers[key.session]?.answered(reply) ?? []
            self.take(outcomes, ofPublisher: key.session, at: now)
        case .subscribe where self.subscribers[key.session]?.key == key:
            let outcomes = self.subscribers[key.session]?.answered(reply, at: now) ?? []
            self.take(outcomes, ofSubscriber: key.session, at: now)
        case .publish, .subscribe:
            // Nobody wants it any more; only an attachment makes something.
            if case .done(let id?) = reply { self.add(.detach(handle: id)) }
        }
        self.stepTasks()
    }

    /// Takes in what Janus says of a connection by itself.
    mutating func happened(_ key: HandleKey, _ message: JanusMessage, at now: Duration) {
        switch key.side {
        case .publish where self.publishers[key.session]?.key == key: self.publisherTold(key, message, at: now)
        case .subscribe where self.subscribers[key.session]?.key == key: self.subscriberTold(key, message, at: now)
        case .publish, .subscribe: break
        }
        self.stepTasks()
    }

    // MARK: Time

    /// When ``timePassed(at:)`` has something to do.
    var deadline: Duration? {
        let publishers = self.publishers.values.lazy.compactMap(\.deadline).min()
        let subscribers = self.subscribers.values.lazy.compactMap(\.deadline).min()
        guard let publishers, let subscribers else { return publishers ?? subscribers }
        return min(publishers, subscribers)
    }

    mutating func timePassed(at now: Duration) {
        for session in self.publishers.keys.sorted() {
            guard let deadline = self.publishers[session]?.deadline, deadline <= now else { continue }
            self.stepPublisher(of: session, at: now)
        }
        for session in self.subscribers.keys.sorted() {
            guard let deadline = self.subscribers[session]?.deadline, deadline <= now else { continue }
            if self.subscribers[session]?.hasStalled(at: now) == true {
                self.endSubscriber(of: session)
            } else {
                self.stepSubscriber(of: session, at: now)
            }
        }
        self.stepTasks()
    }
}
