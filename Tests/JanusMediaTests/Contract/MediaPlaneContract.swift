// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing

// What every implementation of the port promises, asked of each of them. A new one gets a bench and a case of
// `MediaBenchKind`.

@Suite("A media plane keeps the port's promises", .serialized)
struct MediaPlaneContract {
    private let alice = SessionID(0xA11CE)
    private let bob = SessionID(0xB0B)
    private let carol = SessionID(0xCA401)

    @Test("a listener is told at once whether orders can be carried out", arguments: MediaBenchKind.allCases)
    func readinessIsTold(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let late = NoticeInbox()
        bench.media.listen(for: .init(node: 1, loop: 7, role: .rooms), on: bench.listenerLoop) { late.add($0) }
        #expect(try late.waitUntilReady() > 0)
    }

    @Test("an offer is answered under its number", arguments: MediaBenchKind.allCases)
    func offerIsAnswered(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let answer = try bench.publish(self.alice, [.microphone, .camera], by: bench.makeClient(), request: 77)
        #expect(answer.hasPrefix("v=0"))
    }

    @Test("what is no offer is refused, and another can follow", arguments: MediaBenchKind.allCases)
    func nonsenseIsRefused(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let tracks = [OfferedTrack(mid: "0", kind: .microphone)]
        bench.order(.publish(self.alice, PublishOffer(request: 5, sdp: "hello", tracks: tracks, isFresh: true)))
        try bench.inbox.wait("a refusal", in: .test) { event -> Void? in
            guard case .publishRefused(self.alice, request: 5, .unacceptable) = event else { return nil }
            return ()
        }
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 6)
    }

    @Test("a change of a connection that is not there is refused", arguments: MediaBenchKind.allCases)
    func changeNeedsConnection(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let (sdp, tracks) = try bench.makeClient().offer([.microphone])
        bench.order(.publish(self.alice, PublishOffer(request: 9, sdp: sdp, tracks: tracks, isFresh: false)))
        try bench.inbox.wait(for: .publishRefused(self.alice, request: 9, .unavailable))
    }

    @Test("who wishes for tracks is offered them, by a connection that is new", arguments: MediaBenchKind.allCases)
    func wishIsOffered(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone, .camera], by: bench.makeClient())
        let wishes = [TrackWish(.microphone, of: self.alice), TrackWish(.camera, of: self.alice)]
        bench.order(.subscribe(self.bob, wishes, isFresh: false))
        let offer = try bench.connect(self.bob, by: bench.makeClient())
        #expect(offer.isFresh)
        #expect(Set(offer.tracks.map(\.track)) == Set(wishes.map(\.track)))
        #expect(Set(offer.tracks.map(\.mid)).count == 2)
    }

    @Test("a wish for what is not published yet is fulfilled when it is", arguments: MediaBenchKind.allCases)
    func earlyWishIsKept(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: false))
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        let offer = try bench.offer(to: self.bob)
        #expect(offer.tracks.map(\.track) == [Track(.microphone, of: self.alice)])
    }

    @Test("what is wished while an offer is out comes with one more offer", arguments: MediaBenchKind.allCases)
    func wishesGather(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone, .camera, .screen], by: bench.makeClient())
        let all = [TrackKind.microphone, .camera, .screen].map { TrackWish($0, of: self.alice) }
        let client = try bench.makeClient()
        bench.order(.subscribe(self.bob, [all[0]], isFresh: false))
        let first = try bench.offer(to: self.bob)
        bench.order(.subscribe(self.bob, [all[0], all[1]], isFresh: false))
        bench.order(.subscribe(self.bob, all, isFresh: false))
        bench.order(.subscribe(self.bob, [all[0], all[2]], isFresh: false))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
        bench.order(.answer(self.bob, revision: first.revision, sdp: try client.answer(first.sdp)))
        let second = try bench.connect(self.bob, by: client)
        #expect(second.revision > first.revision)
        #expect(!second.isFresh)
        #expect(Set(second.tracks.map(\.track)) == [all[0].track, all[2].track])
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
    }

    @Test("an answer to another offer changes nothing", arguments: MediaBenchKind.allCases)
    func lateAnswerChangesNothing(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone, .camera], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: false))
        let offer = try bench.offer(to: self.bob)
        bench.order(.subscribe(self.bob, [TrackWish(.camera, of: self.alice)], isFresh: false))
        bench.order(.answer(self.bob, revision: offer.revision + 1, sdp: "v=0"))
        bench.order(.answer(self.bob, revision: offer.revision &- 1, sdp: "v=0"))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
        bench.order(.answer(self.bob, revision: offer.revision, sdp: try bench.makeClient().answer(offer.sdp)))
        #expect(try bench.offer(to: self.bob).tracks.map(\.track) == [Track(.camera, of: self.alice)])
    }

    @Test("the same wishes, and other sizes alone, make no offer", arguments: MediaBenchKind.allCases)
    func layersMakeNoOffer(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.camera], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [TrackWish(.camera, of: self.alice)], isFresh: false))
        try bench.connect(self.bob, by: bench.makeClient())
        for layer in [TrackLayer.high, .low, .medium] {
            bench.order(.subscribe(self.bob, [TrackWish(.camera, of: self.alice, layer: layer)], isFresh: false))
        }
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
    }

    @Test("after an empty list of wishes the next connection is a new one", arguments: MediaBenchKind.allCases)
    func emptyListCloses(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: false))
        let first = try bench.connect(self.bob, by: bench.makeClient())
        bench.order(.subscribe(self.bob, [], isFresh: false))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: false))
        let second = try bench.connect(self.bob, by: bench.makeClient())
        #expect(second.isFresh)
        #expect(second.revision > first.revision)
    }

    @Test("a subscriber that begins anew gets a new connection", arguments: MediaBenchKind.allCases)
    func freshSubscriberBeginsAnew(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        let wishes = [TrackWish(.microphone, of: self.alice)]
        bench.order(.subscribe(self.bob, wishes, isFresh: false))
        let first = try bench.offer(to: self.bob)
        bench.order(.subscribe(self.bob, wishes, isFresh: true))
        let second = try bench.connect(self.bob, by: bench.makeClient())
        #expect(second.isFresh)
        #expect(second.revision > first.revision)
        bench.order(.answer(self.bob, revision: first.revision, sdp: "v=0"))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
    }
}
