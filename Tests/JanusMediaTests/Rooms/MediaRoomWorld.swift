// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import SimulationKit
import Testing

@testable import JanusMedia

/// A ``MediaRoom`` with a ``ModelRoom`` behind it, under a seed: orders come at any time, answers in any order, and now
/// and then something breaks.
struct MediaRoomWorld {
    private static let sessions = (1...4).map { SessionID($0) }

    var room = MediaRoom(id: .test, counter: 1_000)
    var model = ModelRoom()
    var now: Duration = .zero
    private var dice: SeededGenerator
    private var nextRequest: UInt64 = 1
    /// Requests that were not answered yet.
    private var unanswered: Set<UInt64> = []
    private var offers: [SessionID: SubscribeOffer] = [:]
    private var revisions: [SessionID: UInt64] = [:]
    private var denied: [SessionID: Set<TrackKind>] = [:]
    private(set) var faults: [String] = []

    init(seed: UInt64) {
        self.dice = SeededGenerator(seed: seed)
    }

    private mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self.dice) }

    private mutating func pickSession() -> SessionID { Self.sessions[self.roll(Self.sessions.count)] }

    // MARK: Steps

    mutating func step() {
        self.now += .milliseconds(self.roll(20))
        switch self.roll(12) {
        case 0...3: self.orderSomething()
        case 4...7: self.hearReply()
        case 8, 9: self.comeUp()
        case 10: self.answerOffer()
        default: if self.roll(6) == 0 { self.breakSomething() }
        }
        if let deadline = self.room.deadline, deadline <= self.now { self.room.timePassed(at: self.now) }
        self.perform()
    }

    /// Nothing is ordered and nothing breaks any more, until nothing is left to do.
    mutating func calmDown() {
        for _ in 0..<2_000 {
            self.now += .milliseconds(50)
            if !self.model.replies.isEmpty { self.hearReply() }
            for handle in self.model.handles.keys.sorted() { self.comeUp(handle) }
            for session in Self.sessions { self.answerOffer(to: session) }
            self.room.timePassed(at: self.now)
            self.perform()
        }
    }

    private mutating func orderSomething() {
        let session = self.pickSession()
        switch self.roll(16) {
        case 0...3: self.publish(session, isFresh: true)
        case 4, 5: self.publish(session, isFresh: false)
        case 6: self.order(.unpublish(session))
        case 7...11: self.subscribe(session)
        case 12, 13: self.order(.allow(session, TrackKind.allCases[self.roll(4)], self.roll(2) == 0))
        case 14: self.order(.detach(session))
        default:
            let candidate = "candidate:1 1 udp 1 192.0.2.1 5000 typ host"
            let candidates = [ICECandidate(candidate: candidate, mid: "0", index: 0)]
            self.order(.candidates(session, self.roll(2) == 0 ? .publish : .subscribe, candidates))
            if self.roll(8) == 0 { self.order(.close) }
        }
    }

    private mutating func publish(_ session: SessionID, isFresh: Bool) {
        let kinds = TrackKind.allCases.filter { _ in self.roll(2) == 0 }
        let tracks = kinds.enumerated().map { OfferedTrack(mid: String($0), kind: $1) }
        let sdp = self.roll(8) == 0 ? "bad" : "v=0"
        let request = self.nextRequest
        self.nextRequest += 1
        self.unanswered.insert(request)
        self.order(.publish(session, PublishOffer(request: request, sdp: sdp, tracks: tracks, isFresh: isFresh)))
    }

    private mutating func subscribe(_ session: SessionID) {
        var wishes: [TrackWish] = []
        for other in Self.sessions where other != session {
            for kind in TrackKind.allCases where self.roll(3) == 0 {
                wishes.append(TrackWish(kind, of: other, layer: TrackLayer.allCases[self.roll(3)]))
            }
        }
        if self.roll(6) == 0 { wishes = [] }
        self.order(.subscribe(session, wishes, isFresh: self.roll(6) == 0))
    }

    private mutating func order(_ order: MediaOrder) {
        self.room.receive(order, at: self.now)
        self.perform()
    }

    private mutating func hearReply() {
        guard !self.model.replies.isEmpty else { return }
        let reply = self.model.replies.remove(at: self.roll(self.model.replies.count))
        if let key = reply.key {
            self.room.answered(key, reply.reply, at: self.now)
        } else {
            self.room.roomAnswered(reply.reply, at: self.now)
        }
    }

    private mutating func comeUp() {
        guard let handle = self.model.handles.keys.sorted().randomElement(using: &self.dice) else { return }
        self.comeUp(handle)
    }

    private mutating func comeUp(_ handle: UInt64) {
        guard let held = self.model.handles[handle], held.publication?.isPublished == true,
            held.publication?.isUp == false, !self.model.replies.contains(where: { $0.key == held.key })
        else { return }
        self.model.comeUp(handle)
        self.room.happened(held.key, JanusMessage(kind: .webRTCUp, sender: handle), at: self.now)
    }

    private mutating func answerOffer() {
        self.answerOffer(to: self.pickSession())
    }

    private mutating func answerOffer(to session: SessionID) {
        guard let offer = self.offers.removeValue(forKey: session) else { return }
        self.order(.answer(session, revision: offer.revision, sdp: "v=0"))
        self.order(.answer(session, revision: offer.revision, sdp: "v=0"))  // Twice changes nothing.
    }

    private mutating func breakSomething() {
        switch self.roll(4) {
        case 0:
            guard
                let (handle, held) = self.model.handles.sorted(by: { $0.key < $1.key })
                    .randomElement(using: &self.dice)
            else { return }
            let message = JanusMessage(kind: .hangup, sender: handle, reason: "ICE failed")
            self.room.happened(held.key, message, at: self.now)
        case 1:
            guard !self.model.replies.isEmpty else { return }
            let index = self.roll(self.model.replies.count)
            // Its request is not answered in time: an attachment that is made all the same is taken down.
            if case .done(let id?) = self.model.replies[index].reply { self.model.detach(id) }
            self.model.replies[index].reply = .failed(.timedOut)
        case 2:
            let publishing = self.model.handles.filter { $0.value.publication?.isPublished == true }
            self.model.destroy()
            for (handle, held) in publishing.sorted(by: { $0.key < $1.key }) {
                let message = JanusMessage(kind: .hangup, sender: handle, reason: "Close PC")
                self.room.happened(held.key, message, at: self.now)
            }
        default:
            self.room.reset()
            self.model = ModelRoom()
            self.offers = [:]
        }
    }

    private mutating func perform() {
        for action in self.room.takeActions() {
            self.model.perform(action)
            guard case .tell(let event) = action else { continue }
            self.told(event)
        }
    }

    private mutating func told(_ event: MediaEvent) {
        switch event {
        case .published(_, let request, _), .publishRefused(_, let request, _):
            if self.unanswered.remove(request) == nil { self.faults.append("request \(request) is answered twice") }
        case .offered(let session, let offer):
            if offer.revision <= self.revisions[session] ?? 0 { self.faults.append("a revision does not rise") }
            self.revisions[session] = offer.revision
            self.offers[session] = offer
            if Set(offer.tracks.map(\.track)).count != offer.tracks.count { self.faults.append("a track twice") }
        case .adopted, .lost, .reset: break
        }
    }

    // MARK: What must hold once it is calm

    func check() {
        #expect(self.faults == [])
        #expect(self.model.violations == [])
        #expect(self.unanswered == [])
        #expect(self.model.replies.isEmpty)
        let used = self.room.publishers.values.compactMap(\.handle) + self.room.subscribers.values.compactMap(\.handle)
        #expect(Set(used) == Set(self.model.handles.keys), "every handle belongs to somebody")
        for (session, subscriber) in self.room.subscribers {
            let wished = subscriber.wishes.map(\.track).filter { self.room.source(of: $0) != nil }
            #expect(Set(subscriber.tracks.map(\.track)) == Set(wished), "what can be had of what is wished is carried")
            let handle = subscriber.handle.flatMap { self.model.handles[$0] }
            let carried = handle?.subscription?.sections.compactMap { $0 } ?? []
            #expect(Set(carried) == Set(wished.compactMap { self.room.source(of: $0) }), "\(session)")
        }
        for (session, publisher) in self.room.publishers {
            guard let handle = publisher.handle, let held = self.model.handles[handle]?.publication else { continue }
            let denied = self.room.denied[session] ?? []
            // A section that is not there any more may stay muted until it is used again.
            #expect(
                held.muted.intersection(held.kinds.keys) == Set(held.kinds.filter { denied.contains($0.value) }.keys),
                "\(session) is muted"
            )
        }
    }
}
