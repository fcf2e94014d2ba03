// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore

@testable import JanusMedia

/// One room at Janus as a value that answers what a ``MediaRoom`` asks, and notes what Janus must never be asked.
struct ModelRoom {
    struct Reply {
        /// Nil: about the room as such.
        let key: HandleKey?
        var reply: JanusReply
    }

    struct Publication {
        let feed: String
        var kinds: [String: TrackKind] = [:]
        var isPublished = false
        var isUp = false
        var muted: Set<String> = []
    }

    struct Subscription {
        /// By number of the section; nil where nothing is carried.
        var sections: [FeedTrack?] = []
        var awaitsAnswer = false
    }

    struct Handle {
        let key: HandleKey
        var publication: Publication?
        var subscription: Subscription?
    }

    private(set) var handles: [UInt64: Handle] = [:]
    var exists = false
    /// What was answered and has not been heard yet; of one handle, or of the room, one at a time.
    var replies: [Reply] = []
    private(set) var violations: [String] = []
    private var nextHandle: UInt64 = 1

    // MARK: What a room asks

    mutating func perform(_ action: RoomAction) {
        switch action {
        case .attach(let key):
            self.handles[self.nextHandle] = Handle(key: key)
            self.answer(key, .done(id: self.nextHandle))
            self.nextHandle += 1
        case .ask(let key, let handle, let request, let description):
            guard self.handles[handle]?.key == key else {
                self.answer(key, .failed(.core(code: JanusFailure.CoreCode.noSuchHandle, reason: "no handle")))
                return
            }
            self.answer(key, self.reply(handle, request, description))
        case .askRoom(let request): self.answer(nil, self.reply(request))
        case .trickle(let handle, _):
            if self.handles[handle] == nil { self.violations.append("a candidate for a handle that is gone") }
        case .detach(let handle): self.detach(handle)
        case .tell: break
        }
    }

    private mutating func answer(_ key: HandleKey?, _ reply: JanusReply) {
        if self.replies.contains(where: { $0.key == key }) {
            self.violations.append("two requests at once of \(key.map { "\($0)" } ?? "the room")")
        }
        self.replies.append(Reply(key: key, reply: reply))
    }

    // MARK: What happens

    /// A handle and all of it is gone; subscribers keep empty sections.
    mutating func detach(_ handle: UInt64) {
        guard let gone = self.handles.removeValue(forKey: handle) else {
            self.violations.append("a handle is detached twice")
            return
        }
        if let feed = gone.publication?.feed { self.clear(feed) }
    }

    mutating func comeUp(_ handle: UInt64) {
        self.handles[handle]?.publication?.isUp = true
    }

    /// The room is gone and everybody put out who publishes in it.
    mutating func destroy() {
        self.exists = false
        for (id, handle) in self.handles {
            guard let feed = handle.publication?.feed else { continue }
            self.handles[id]?.publication = nil
            self.clear(feed)
        }
    }

    private mutating func clear(_ feed: String) {
        for handle in self.handles.keys {
            let sections = self.handles[handle]?.subscription?.sections ?? []
            self.handles[handle]?.subscription?.sections = sections.map { $0?.feed == feed ? nil : $0 }
        }
    }

    // MARK: Answers

    private mutating func reply(_ request: VideoRoomRequest) -> JanusReply {
        switch request {
        case .createRoom:
            guard !self.exists else { return .failed(.room(code: JanusFailure.RoomCode.roomExists, reason: "")) }
            self.exists = true
        case .destroyRoom:
            self.destroy()
        case .moderate(let track, let isMuted):
            guard let id = self.handle(of: track.feed), self.handles[id]?.publication?.kinds[track.mid] != nil else {
                return .failed(.room(code: JanusFailure.RoomCode.noSuchFeed, reason: "No such stream"))
            }
            if isMuted {
                self.handles[id]?.publication?.muted.insert(track.mid)
            } else {
                self.handles[id]?.publication?.muted.remove(track.mid)
            }
        case .kick, .joinAsPublisher, .publish, .askForKeyframe, .joinAsSubscriber, .update, .setLayers, .start:
            self.violations.append("the room is asked for \(request)")
        }
        return .room(VideoRoomData(kind: "success"), nil)
    }

    private mutating func reply(
        _ handle: UInt64,
        _ request: VideoRoomRequest,
        _ description: SessionDescription?
    ) -> JanusReply {
        switch request {
        case .joinAsPublisher(let feed):
            guard self.exists else { return Self.refusal(JanusFailure.RoomCode.noSuchRoom, "No such room") }
            self.handles[handle]?.publication = Publication(feed: feed)
            return .room(VideoRoomData(kind: "joined"), nil)
        case .publish(let kinds, let isFirst): return self.publish(handle, kinds, isFirst: isFirst, description)
        case .askForKeyframe: return .room(VideoRoomData(kind: "event"), nil)
        case .joinAsSubscriber(let tracks):
            if tracks.isEmpty { self.violations.append("a subscription to nothing") }
            guard self.exists else { return Self.refusal(JanusFailure.RoomCode.noSuchRoom, "No such room") }
            if let refusal = self.refusal(of: tracks) { return refusal }
            self.handles[handle]?.subscription = Subscription(sections: tracks, awaitsAnswer: true)
            return self.offer(handle)
        case .update(let subscribe, let unsubscribe): return self.update(handle, subscribe, unsubscribe)
        case .setLayers(let layers):
            let count = self.handles[handle]?.subscription?.sections.count ?? 0
            let isKnown = layers.keys.allSatisfy { Int($0).map { $0 < count } ?? false }
            if !isKnown { self.violations.append("layers of a section that is not there") }
            return .room(VideoRoomData(kind: "event"), nil)
        case .start:
            if self.handles[handle]?.subscription?.awaitsAnswer != true {
                self.violations.append("an answer that nobody awaits")
            }
            self.handles[handle]?.subscription?.awaitsAnswer = false
            return .room(VideoRoomData(kind: "event"), nil)
        case .createRoom, .destroyRoom, .moderate, .kick:
            self.violations.append("a handle is asked for \(request)")
            return .room(VideoRoomData(kind: "event"), nil)
        }
    }

    private mutating func publish(
        _ handle: UInt64,
        _ kinds: [VideoRoomRequest.OfferedKind],
        isFirst: Bool,
        _ description: SessionDescription?
    ) -> JanusReply {
        guard let publication = self.handles[handle]?.publication else { return Self.refusal(424, "unconfigured") }
        if publication.isPublished == isFirst { self.violations.append("a first offer twice, or a change without one") }
        guard description?.sdp != "bad" else { return .failed(.core(code: 469, reason: "Error processing SDP")) }
        self.handles[handle]?.publication?.isPublished = true
        self.handles[handle]?.publication?.kinds = [:]
        for kind in kinds { self.handles[handle]?.publication?.kinds[kind.mid] = kind.kind }
        let streams = kinds.map { VideoRoomStream(mid: $0.mid) }
        return .room(VideoRoomData(kind: "event", streams: streams), .answer("v=0"))
    }

    private mutating func update(
        _ handle: UInt64,
        _ subscribe: [FeedTrack],
        _ unsubscribe: [FeedTrack]
    ) -> JanusReply {
        guard var subscription = self.handles[handle]?.subscription else { return Self.refusal(424, "unconfigured") }
        if subscription.awaitsAnswer { self.violations.append("an update while an answer is awaited") }
        if subscribe.isEmpty, unsubscribe.isEmpty { self.violations.append("an update of nothing") }
        let carried = Set(subscription.sections.compactMap { $0 })
        if !carried.isDisjoint(with: subscribe) { self.violations.append("a track is subscribed to twice") }
        if let refusal = self.refusal(of: subscribe) { return refusal }
        let before = subscription.sections
        subscription.sections = before.map { section in section.flatMap { unsubscribe.contains($0) ? nil : $0 } }
        for track in subscribe {
            if let free = subscription.sections.firstIndex(of: nil) {
                subscription.sections[free] = track
            } else {
                subscription.sections.append(track)
            }
        }
        guard subscription.sections != before else { return .room(VideoRoomData(kind: "updated"), nil) }
        subscription.awaitsAnswer = true
        self.handles[handle]?.subscription = subscription
        return self.offer(handle)
    }

    private func offer(_ handle: UInt64) -> JanusReply {
        let sections = self.handles[handle]?.subscription?.sections ?? []
        let streams = sections.enumerated().map { index, track in
            VideoRoomStream(mid: String(index), feed: track?.feed, feedMid: track?.mid)
        }
        return .room(VideoRoomData(kind: "updated", streams: streams), .offer("v=0"))
    }

    /// Janus refuses all when one is not there, and names the first.
    private func refusal(of tracks: [FeedTrack]) -> JanusReply? {
        for track in tracks {
            guard let id = self.handle(of: track.feed), let publication = self.handles[id]?.publication,
                publication.isUp
            else { return Self.refusal(JanusFailure.RoomCode.noSuchFeed, "No such feed (\(track.feed))") }
            guard publication.kinds[track.mid] != nil else {
                let words = "No such mid '\(track.mid)' in feed (\(track.feed))"
                return Self.refusal(JanusFailure.RoomCode.noSuchFeed, words)
            }
        }
        return nil
    }

    private static func refusal(_ code: Int, _ words: String) -> JanusReply {
        .failed(.room(code: code, reason: words))
    }

    func handle(of feed: String) -> UInt64? {
        self.handles.first { $0.value.publication?.feed == feed }?.key
    }
}
