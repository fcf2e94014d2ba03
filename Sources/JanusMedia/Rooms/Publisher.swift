// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// What one session publishes through one connection: joins the room under a name of its own, then takes offers in.
///
/// Another connection of the session (a fresh offer) is another value with another handle and another feed: Janus 1.1.2
/// cannot restart a publisher's ICE, and a feed that is never used twice tells subscribers what they have of it.
struct Publisher: Sendable {
    private enum Phase: Hashable {
        /// Exits: `attaching` once the room is there.
        case unattached
        /// Exits: `attached`; the end.
        case attaching
        /// Exits: `joining` once the room is there.
        case attached
        /// Exits: `settled`; `attached` when the room was gone; `kicking` when the feed is taken; the end.
        case joining
        /// The feed is somebody else's, of an earlier process. Exits: `attached`.
        case kicking
        /// Exits: `negotiating`, `asking`.
        case settled
        /// Exits: `settled`; the end.
        case negotiating(PublishOffer)
        /// A keyframe. Exits: `settled`.
        case asking
    }

    enum Outcome: Hashable, Sendable {
        case published(request: UInt64, sdp: String)
        case refused(request: UInt64, PublishRefusal)
        /// The room is not there, against what was believed.
        case roomIsMissing
        /// Whoever has the feed must go.
        case feedIsTaken
        /// Nothing more comes of this value; `lost` when something had been published.
        case ended(isLost: Bool)
    }

    static let offersMax = 4
    static let candidatesMax = 64
    private static let joinsMax = 4
    private static let keyframePause: Duration = .seconds(1)

    let key: HandleKey
    let feed: String
    private(set) var handle: UInt64?
    private var phase = Phase.unattached
    private var joins = 0
    /// Offers that wait, oldest first.
    private var offers: [PublishOffer] = []
    /// Janus has taken an offer in.
    private(set) var isPublished = false
    /// Media can flow, so that Janus lets others subscribe.
    private(set) var isUp = false
    /// An earlier process began it, so what is muted there is not known.
    private(set) var isAdopted = false
    /// Sections that are muted at Janus, or may be.
    private(set) var muted: Set<String> = []
    /// What its media sections carry.
    private(set) var tracks: [String: TrackKind] = [:]
    private var candidates: [ICECandidate] = []
    private var keyframes: Set<String> = []
    private var nextKeyframe: Duration = .zero

    init(_ key: HandleKey, feed: String) {
        self.key = key
        self.feed = feed
    }

    /// One that an earlier process began, found at Janus.
    init(adopted key: HandleKey, feed: String, handle: UInt64, tracks: [String: TrackKind], isUp: Bool) {
        self.init(key, feed: feed)
        self.handle = handle
        self.phase = .settled
        self.isPublished = true
        self.isUp = isUp
        self.isAdopted = true
        self.tracks = tracks
    }

    /// Whether it cannot go on before the room is there.
    var waitsForRoom: Bool { self.phase == .unattached || self.phase == .attached }

    /// Requests that were not answered yet, oldest first.
    var unanswered: [UInt64] {
        var requests = self.offers.map(\.request)
        if case .negotiating(let offer) = self.phase { requests.insert(offer.request, at: 0) }
        return requests
    }

    /// The media section that carries `kind`.
    func mid(of kind: TrackKind) -> String? {
        self.tracks.filter { $0.value == kind }.keys.min()
    }

    /// When ``next(isRoomThere:at:)`` has something to do.
    var deadline: Duration? {
        self.phase == .settled && !self.keyframes.isEmpty ? self.nextKeyframe : nil
    }

    // MARK: Inputs

    /// False when too many offers wait.
    mutating func add(_ offer: PublishOffer) -> Bool {
        guard self.offers.count < Self.offersMax else { return false }
        self.offers.append(offer)
        return true
    }

    /// What can be told to Janus now; the rest waits until an offer has been taken in.
    mutating func take(_ candidates: [ICECandidate]) -> [ICECandidate] {
        guard !self.isPublished else { return candidates }
        self.candidates += candidates.prefix(Self.candidatesMax - self.candidates.count)
        return []
    }

    mutating func wantKeyframe(of mid: String) {
        self.keyframes.insert(mid)
    }

    mutating func setMuted(_ mid: String, _ isMuted: Bool) {
        if isMuted { self.muted.insert(mid) } else { self.muted.remove(mid) }
    }

    mutating func feedWasFreed() {
        if self.phase == .kicking { self.phase = .attached }
    }

    /// Media can flow.
    mutating func cameUp() {
        self.isUp = self.isPublished
    }

    /// Candidates that waited for an offer to be taken in.
    mutating func takeWaitingCandidates() -> [ICECandidate] {
        guard self.isPublished else { return [] }
        return exchange(&self.candidates, with: [])
    }

    /// What to ask Janus now; nil while something is under way, or nothing is wanted.
    mutating func next(isRoomThere: Bool, at now: Duration) -> HandleAsk? {
        switch self.phase {
        case .unattached:
            guard isRoomThere else { return nil }
            self.phase = .attaching
            return .attach
        case .attached:
            guard isRoomThere else { return nil }
            self.phase = .joining
            self.joins += 1
            return .request(.joinAsPublisher(feed: self.feed), nil)
        case .settled:
            if !self.offers.isEmpty {
                let offer = self.offers.removeFirst()
                self.phase = .negotiating(offer)
                let kinds = offer.tracks.map { VideoRoomRequest.OfferedKind(mid: $0.mid, kind: $0.kind) }
                return .request(.publish(kinds, isFirst: !self.isPublished), .offer(offer.sdp))
            }
            guard self.nextKeyframe <= now, let mid = self.keyframes.min() else { return nil }
            self.keyframes.remove(mid)
            self.nextKeyframe = now + Self.keyframePause
            guard self.tracks[mid]?.isVideo == true else { return nil }
            self.phase = .asking
            return .request(.askForKeyframe(mid: mid), nil)
        case .attaching, .joining, .kicking, .negotiating, .asking:
            return nil
        }
    }

    /// Takes in what the last ask came to.
    mutating func answered(_ reply: JanusReply) -> [Outcome] {
        switch self.phase {
        case .attaching:
            guard case .done(let id?) = reply else { return self.end() }
            self.handle = id
            self.phase = .attached
            return []
        case .joining: return self.joined(reply)
        case .negotiating(let offer): return self.negotiated(offer, reply)
        case .asking:
            self.phase = .settled
            if case .failed(.timedOut) = reply { return self.end() }
            return []
        case .unattached, .attached, .kicking, .settled:
            return []
        }
    }

    /// The handle's media, or the handle itself, is gone.
    mutating func hungUp(_ reason: String) -> [Outcome] {
        // The answer to a first offer that Janus could not carry out.
        if case .negotiating(let offer) = self.phase, !self.isPublished {
            return self.negotiated(offer, .failed(.hungUp(reason)))
        }
        return self.isPublished ? self.end() : []
    }

    /// The handle is gone.
    mutating func detached() -> [Outcome] {
        self.handle = nil
        return self.end()
    }

    // MARK: Steps

    private mutating func joined(_ reply: JanusReply) -> [Outcome] {
        switch reply {
        case .room, .done:
            self.phase = .settled
            return []
        case .failed(let failure):
            guard self.joins < Self.joinsMax else { return self.end() }
            if failure.isRoom(JanusFailure.RoomCode.noSuchRoom) {
                self.phase = .attached
                return [.roomIsMissing]
            }
            if failure.isRoom(JanusFailure.RoomCode.identifierExists) {
                self.phase = .kicking
                return [.feedIsTaken]
            }
            return self.end()
        }
    }

    private mutating func negotiated(_ offer: PublishOffer, _ reply: JanusReply) -> [Outcome] {
        self.phase = .settled
        switch reply {
        case .room(let data, let description?) where description.role == .answer:
            let dead = Set((data.streams ?? []).filter(\.isDisabled).map(\.mid))
            let alive = offer.tracks.filter { !dead.contains($0.mid) }
            guard self.isPublished || !alive.isEmpty || offer.tracks.isEmpty else {
                return [.refused(request: offer.request, .unacceptable("no codec in common"))] + self.end()
            }
            self.isPublished = true
            self.tracks = [:]
            for track in alive { self.tracks[track.mid] = track.kind }
            return [.published(request: offer.request, sdp: description.sdp)]
        case .room, .done:
            return [.refused(request: offer.request, .unacceptable("no answer in Janus's answer"))] + self.endIfUnborn()
        case .failed(let failure) where failure.isRefusal && !failure.isCore(JanusFailure.CoreCode.noSuchHandle):
            return [.refused(request: offer.request, .unacceptable(failure.text))] + self.endIfUnborn()
        case .failed:
            return [.refused(request: offer.request, .unavailable)] + self.end()
        }
    }

    private mutating func endIfUnborn() -> [Outcome] {
        self.isPublished ? [] : self.end()
    }

    private mutating func end() -> [Outcome] {
        let refused = self.unanswered.map { Outcome.refused(request: $0, .unavailable) }
        self.offers = []
        self.phase = .settled
        return refused + [.ended(isLost: self.isPublished)]
    }
}
