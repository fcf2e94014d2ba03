// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// What one session gets through one connection: brings what is carried to what is wished, one change at a time.
///
/// While an offer waits for its answer wishes only gather; then one change covers all of them. What a media section
/// carries is taken from Janus's last list, since it uses sections again.
struct Subscriber: Sendable {
    private enum Phase: Hashable {
        /// Exits: `attaching` by the first wish that can be fulfilled.
        case unattached
        /// Exits: `attached`; the end.
        case attaching
        /// Not in the room yet. Exits: `joining`.
        case attached
        /// Exits: `awaitsAnswer`; `attached` when a feed was not there.
        case joining([FeedTrack])
        /// An offer is out. Exits: `starting` by its answer.
        case awaitsAnswer
        /// Exits: `settled`, `awaitsAnswer`; the end.
        case starting
        /// Exits: `updating`, `layering`; `awaitsAnswer` by an offer that came unasked.
        case settled
        /// Exits: `awaitsAnswer`; `awaitsOffer`; `settled` when nothing changed or a feed was not there.
        case updating(subscribe: [FeedTrack], unsubscribe: [FeedTrack])
        /// Janus holds an offer back. Exits: `awaitsAnswer`; the end when it is not to be had.
        case awaitsOffer(until: Duration)
        /// Exits: `settled`.
        case layering([String: TrackLayer])
    }

    enum Outcome: Hashable, Sendable {
        case offered(isFresh: Bool, sdp: String, [SubscribedTrack])
        /// An answer was taken in; these were not shown before.
        case started([FeedTrack])
        /// Nothing more comes of this value; the client's end of it is of no use.
        case ended
    }

    private struct Carried: Hashable {
        let source: FeedTrack
        let track: Track
        var layer = TrackLayer.high
    }

    private struct Refusals: Hashable {
        var count = 0
        var retryAt: Duration
    }

    /// Tracks of one connection at most, however many are wished.
    static let tracksMax = 64
    static let candidatesMax = 64
    private static let refusalsMax = 10
    private static let refusalPause: Duration = .milliseconds(250)
    private static let offerPatience: Duration = .seconds(10)

    let key: HandleKey
    private(set) var handle: UInt64?
    private var phase = Phase.unattached
    /// What is wished was told to an earlier process: all stays as it is until it is told again.
    private var isWishless = false
    private(set) var wishes: [TrackWish] = []
    /// By the connection's own media sections.
    private var carried: [String: Carried] = [:]
    /// What the feeds that were asked for carry.
    private var known: [FeedTrack: Track] = [:]
    /// Feeds that were not there when they were asked for.
    private var refused: [FeedTrack: Refusals] = [:]
    private var hasOffered = false
    private var hasStarted = false
    /// Of the offer that is out.
    private var revision: UInt64 = 0
    private var answer: String?
    /// An offer that came while a request was under way.
    private var unasked: (VideoRoomData, SessionDescription)?
    /// Pictures in the offer that is out and not in those before.
    private var unshown: [FeedTrack] = []
    private var candidates: [ICECandidate] = []

    init(_ key: HandleKey) {
        self.key = key
    }

    /// One that an earlier process began, found at Janus with nothing outstanding.
    init(adopted key: HandleKey, handle: UInt64, streams: [VideoRoomStream]) {
        self.init(key)
        self.handle = handle
        self.phase = .settled
        self.isWishless = true
        self.hasOffered = true
        self.hasStarted = true
        for stream in streams {
            guard let feed = stream.feed, let mid = stream.feedMid, let name = FeedName(feed),
                let kind = stream.feedDescription.flatMap({ TrackKind(janusName: $0) })
            else { continue }
            let source = FeedTrack(feed: feed, mid: mid)
            let track = Track(kind, of: name.session)
            self.known[source] = track
            self.carried[stream.mid] = Carried(source: source, track: track)
        }
    }

    /// What is carried now.
    var tracks: [SubscribedTrack] {
        let tracks = self.carried.map { SubscribedTrack(mid: $0.key, track: $0.value.track) }
        return tracks.sorted { ($0.mid.count, $0.mid) < ($1.mid.count, $1.mid) }
    }

    /// When ``next(_:at:)`` has something to do that it has not now.
    var deadline: Duration? {
        if case .awaitsOffer(let until) = self.phase { return until }
        switch self.phase {
        case .unattached, .attached, .settled:
            return self.refused.values.filter { $0.count <= Self.refusalsMax }.map(\.retryAt).min()
        case .attaching, .joining, .awaitsAnswer, .starting, .updating, .awaitsOffer, .layering: return nil
        }
    }

    // MARK: Inputs

    mutating func wish(_ wishes: [TrackWish]) {
        self.wishes = Array(wishes.prefix(Self.tracksMax))
        self.isWishless = false
    }

    /// Keeps the answer to the offer that is out; any other changes nothing.
    mutating func answer(_ revision: UInt64, sdp: String) {
        guard self.phase == .awaitsAnswer, revision == self.revision else { return }
        self.answer = sdp
    }

    /// The offer that was told last got this number.
    mutating func number(_ revision: UInt64) {
        self.revision = revision
    }

    /// What can be told to Janus now; the rest waits until an answer has been taken in.
    mutating func take(_ candidates: [ICECandidate]) -> [ICECandidate] {
        guard !self.hasStarted else { return candidates }
        self.candidates += candidates.prefix(Self.candidatesMax - self.candidates.count)
        return []
    }

    /// Candidates that waited for an answer to be taken in.
    mutating func takeWaitingCandidates() -> [ICECandidate] {
        guard self.hasStarted else { return [] }
        return exchange(&self.candidates, with: [])
    }

    /// Janus offers something without having been asked just now.
    mutating func offered(_ data: VideoRoomData, _ description: SessionDescription) -> [Outcome] {
        switch self.phase {
        case .awaitsAnswer, .settled, .awaitsOffer: return self.take(data, description)
        case .joining, .starting, .updating, .layering:
            self.unasked = (data, description)
            return []
        case .unattached, .attaching, .attached: return []
        }
    }

    // MARK: What is asked

    /// What to ask Janus now; nil while something is under way, or nothing is wanted.
    ///
    /// - Parameter source: Where a track is to be had; nil while nobody can subscribe to it.
    mutating func next(_ source: (Track) -> FeedTrack?, at now: Duration) -> HandleAsk? {
        switch self.phase {
        case .unattached:
            guard !self.wanted(source, at: now).isEmpty else { return nil }
            self.phase = .attaching
            return .attach
        case .attached:
            let wanted = self.wanted(source, at: now)
            guard !wanted.isEmpty else { return nil }
            for wish in wanted { self.known[wish.source] = wish.wish.track }
            let sources = wanted.map(\.source)
            self.phase = .joining(sources)
            return .request(.joinAsSubscriber(sources), nil)
        case .awaitsAnswer:
            guard let sdp = self.answer.take() else { return nil }
            self.phase = .starting
            return .request(.start, .answer(sdp))
        case .settled:
            guard !self.isWishless else { return nil }
            return self.nextChange(self.wanted(source, at: now))
        case .attaching, .joining, .starting, .updating, .awaitsOffer, .layering: return nil
        }
    }

    /// Time has passed: whether an offer that Janus held back is not to be had.
    func hasStalled(at now: Duration) -> Bool {
        if case .awaitsOffer(let until) = self.phase { until <= now } else { false }
    }

    private struct Wanted {
        let source: FeedTrack
        let wish: TrackWish
    }

    /// What can be had now of what is wished, in the order of the wishes.
    private mutating func wanted(_ source: (Track) -> FeedTrack?, at now: Duration) -> [Wanted] {
        var wanted: [Wanted] = []
        var sources: Set<FeedTrack> = []
        for wish in self.wishes {
            guard let source = source(wish.track), sources.insert(source).inserted else { continue }
            wanted.append(Wanted(source: source, wish: wish))
        }
        self.refused = self.refused.filter { sources.contains($0.key) }
        return wanted.filter { wanted in
            guard let refusals = self.refused[wanted.source] else { return true }
            return refusals.count <= Self.refusalsMax && refusals.retryAt <= now
        }
    }

    private mutating func nextChange(_ wanted: [Wanted]) -> HandleAsk? {
        var sections: [FeedTrack: (mid: String, carried: Carried)] = [:]
        for (mid, carried) in self.carried { sections[carried.source] = (mid, carried) }
        // A section that a publisher uses for something else by now goes first and comes back by the next change.
        let isKept: (Wanted) -> Bool = { sections[$0.source]?.carried.track == $0.wish.track }
        let kept = Set(wanted.filter(isKept).map(\.source))
        let extra = sections.keys.filter { !kept.contains($0) }
        let missing = wanted.filter { sections[$0.source] == nil }
        guard extra.isEmpty, missing.isEmpty else {
            for wish in missing { self.known[wish.source] = wish.wish.track }
            let sources = missing.map(\.source)
            let gone = extra.sorted { ($0.feed, $0.mid) < ($1.feed, $1.mid) }
            self.phase = .updating(subscribe: sources, unsubscribe: gone)
            return .request(.update(subscribe: sources, unsubscribe: gone), nil)
        }
        var layers: [String: TrackLayer] = [:]
        for wish in wanted where wish.wish.track.kind.isVideo {
            guard let (mid, carried) = sections[wish.source], carried.layer != wish.wish.layer else { continue }
            layers[mid] = wish.wish.layer
        }
        guard !layers.isEmpty else { return nil }
        self.phase = .layering(layers)
        return .request(.setLayers(layers), nil)
    }

    // MARK: What is answered

    /// Takes in what the last ask came to.
    mutating func answered(_ reply: JanusReply, at now: Duration) -> [Outcome] {
        switch self.phase {
        case .attaching:
            guard case .done(let id?) = reply else { return [.ended] }
            self.handle = id
            self.phase = .attached
            return []
        case .joining(let sources): return self.joined(sources, reply, at: now)
        case .starting:
            guard case .room = reply else { return [.ended] }
            let isFirst = !self.hasStarted
            self.hasStarted = true
            self.phase = .settled
            // A first connection makes Janus ask for keyframes by itself.
            let unshown = exchange(&self.unshown, with: [])
            return [.started(isFirst ? [] : unshown)] + self.takeUnasked()
        case .updating(let subscribe, let unsubscribe):
            return self.updated(subscribe, unsubscribe, reply, at: now)
        case .layering(let layers):
            self.phase = .settled
            switch reply {
            case .room, .done:
                for (mid, layer) in layers { self.carried[mid]?.layer = layer }
            case .failed(let failure) where failure.isRoom(JanusFailure.RoomCode.noSuchFeed):
                // The section is gone; the next change will tell. Not asked again for what is carried now.
                for (mid, layer) in layers { self.carried[mid]?.layer = layer }
            case .failed: return [.ended]
            }
            return self.takeUnasked()
        case .unattached, .attached, .awaitsAnswer, .settled, .awaitsOffer:
            return []
        }
    }

    private mutating func joined(_ sources: [FeedTrack], _ reply: JanusReply, at now: Duration) -> [Outcome] {
        switch reply {
        case .room(let data, let description?) where description.role == .offer:
            return self.take(data, description)
        case .failed(let failure)
        where failure.isRoom(JanusFailure.RoomCode.noSuchFeed) || failure.isRoom(JanusFailure.RoomCode.noSuchRoom):
            self.phase = .attached
            self.blame(sources, failure, at: now)
            return []
        case .room, .done, .failed:
            return [.ended]
        }
    }

    private mutating func updated(
        _ subscribe: [FeedTrack],
        _ unsubscribe: [FeedTrack],
        _ reply: JanusReply,
        at now: Duration
    ) -> [Outcome] {
        switch reply {
        case .room(let data, let description?) where description.role == .offer:
            return self.take(data, description)
        case .room(let data, _) where data.kind == "updating":
            self.phase = .awaitsOffer(until: now + Self.offerPatience)
            return self.takeUnasked()
        case .room, .done:
            // Nothing has changed at Janus: what was to go was gone, and what was to come did not.
            self.phase = .settled
            let gone = Set(unsubscribe)
            self.carried = self.carried.filter { !gone.contains($0.value.source) }
            self.refuse(subscribe, at: now)
            return self.takeUnasked()
        case .failed(let failure) where failure.isRoom(JanusFailure.RoomCode.noSuchFeed):
            self.phase = .settled
            self.blame(subscribe, failure, at: now)
            return self.takeUnasked()
        case .failed:
            return [.ended]
        }
    }

    private mutating func takeUnasked() -> [Outcome] {
        guard let (data, description) = self.unasked.take() else { return [] }
        return self.take(data, description)
    }

    /// Takes an offer in, and from it what each section carries from now on.
    private mutating func take(_ data: VideoRoomData, _ description: SessionDescription) -> [Outcome] {
        guard description.role == .offer else { return [] }
        let shown = Set(self.carried.values.map(\.source))
        var carried: [String: Carried] = [:]
        for stream in data.streams ?? [] {
            guard let feed = stream.feed, let feedMid = stream.feedMid else { continue }
            let source = FeedTrack(feed: feed, mid: feedMid)
            guard let track = self.known[source] else { continue }
            let before = self.carried[stream.mid]
            carried[stream.mid] = before?.source == source ? before : Carried(source: source, track: track)
        }
        self.carried = carried
        let sources = Set(carried.values.map(\.source))
        self.known = self.known.filter { sources.contains($0.key) }
        self.unshown = carried.values.filter { $0.track.kind.isVideo && !shown.contains($0.source) }.map(\.source)
            .sorted { ($0.feed, $0.mid) < ($1.feed, $1.mid) }
        self.phase = .awaitsAnswer
        self.answer = nil
        let isFresh = !self.hasOffered
        self.hasOffered = true
        return [.offered(isFresh: isFresh, sdp: description.sdp, self.tracks)]
    }

    /// Janus named one feed that is not there; the others are asked for again at once.
    private mutating func blame(_ sources: [FeedTrack], _ failure: JanusFailure, at now: Duration) {
        let blamed = sources.filter { failure.text.contains($0.feed) }
        self.refuse(blamed.isEmpty ? sources : blamed, at: now)
    }

    private mutating func refuse(_ sources: [FeedTrack], at now: Duration) {
        for source in sources {
            let count = (self.refused[source]?.count ?? 0) + 1
            self.refused[source] = Refusals(count: count, retryAt: now + Self.refusalPause * count)
        }
    }
}
