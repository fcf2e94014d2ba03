// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Testing

// How publications and rooms come and go, and what happens when the media server does.

@Suite("A media plane keeps the port's promises about comings and goings", .serialized)
struct MediaPlaneLifeContract {
    private let alice = SessionID(0xA11CE)
    private let bob = SessionID(0xB0B)
    private let carol = SessionID(0xCA401)

    private func wish(_ kind: TrackKind) -> TrackWish { TrackWish(kind, of: self.alice) }

    @Test("a track that a publisher adds can be had as well", arguments: MediaBenchKind.allCases)
    func trackIsAdded(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let publisher = try bench.makeClient()
        let subscriber = try bench.makeClient()
        try bench.publish(self.alice, [.microphone], by: publisher)
        bench.order(.subscribe(self.bob, [self.wish(.microphone), self.wish(.screen)], isFresh: false))
        try bench.connect(self.bob, by: subscriber)
        try bench.publish(self.alice, [.screen], by: publisher, isFresh: false, request: 2)
        let offer = try bench.connect(self.bob, by: subscriber)
        #expect(Set(offer.tracks.map(\.track.kind)) == [.microphone, .screen])
        #expect(!offer.isFresh)
    }

    @Test("what is not published any more is not carried any more", arguments: MediaBenchKind.allCases)
    func unpublishedIsNotCarried(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let subscriber = try bench.makeClient()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        try bench.publish(self.carol, [.microphone], by: bench.makeClient())
        let other = TrackWish(.microphone, of: self.carol)
        bench.order(.subscribe(self.bob, [self.wish(.microphone), other], isFresh: false))
        // The one whose media comes up first may be offered first.
        while try bench.connect(self.bob, by: subscriber).tracks.count < 2 {}
        bench.order(.unpublish(self.alice))
        #expect(try bench.connect(self.bob, by: subscriber).tracks.map(\.track) == [other.track])
    }

    @Test("who publishes by a new connection is carried to those who had wished", arguments: MediaBenchKind.allCases)
    func freshPublisherIsCarried(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let subscriber = try bench.makeClient()
        try bench.publish(self.alice, [.microphone, .camera], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [self.wish(.microphone), self.wish(.camera)], isFresh: false))
        try bench.connect(self.bob, by: subscriber)
        try bench.publish(self.alice, [.camera, .microphone], by: bench.makeClient(), request: 2)
        var offer = try bench.connect(self.bob, by: subscriber)
        // Between the connections nothing is there, which may be told.
        while offer.tracks.count < 2 { offer = try bench.connect(self.bob, by: subscriber) }
        #expect(Set(offer.tracks.map(\.track.kind)) == [.microphone, .camera])
    }

    @Test("what is not allowed does not pass, by the next connection either", arguments: MediaBenchKind.allCases)
    func deniedDoesNotPass(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let (voice, face) = (Track(.microphone, of: self.alice), Track(.camera, of: self.alice))
        try bench.publish(self.alice, [.microphone, .camera], by: bench.makeClient())
        bench.settle()
        #expect(try bench.passes(voice, in: .test) && bench.passes(face, in: .test))
        bench.order(.allow(self.alice, .microphone, false))
        bench.settle()
        #expect(try !bench.passes(voice, in: .test) && bench.passes(face, in: .test))
        try bench.publish(self.alice, [.camera, .microphone], by: bench.makeClient(), request: 2)
        bench.settle()
        #expect(try !bench.passes(voice, in: .test) && bench.passes(face, in: .test))
        bench.order(.allow(self.alice, .microphone, true))
        bench.settle()
        #expect(try bench.passes(voice, in: .test) && bench.passes(face, in: .test))
    }

    @Test("what was denied to somebody is forgotten once nothing is published", arguments: MediaBenchKind.allCases)
    func deniedEndsWithPublishing(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let voice = Track(.microphone, of: self.alice)
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        bench.order(.allow(self.alice, .microphone, false))
        bench.order(.unpublish(self.alice))
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 2)
        bench.settle()
        #expect(try bench.passes(voice, in: .test))
    }

    @Test("a new host of a room is told who publishes, and goes on", arguments: MediaBenchKind.allCases)
    func newHostIsToldWhoPublishes(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone, .camera], by: bench.makeClient())
        bench.order(.adopt)
        try bench.inbox.wait(for: .adopted([self.alice: [.microphone, .camera]]))
        bench.order(.subscribe(self.bob, [self.wish(.camera)], isFresh: false))
        #expect(try bench.offer(to: self.bob).tracks.map(\.track) == [Track(.camera, of: self.alice)])
    }

    @Test("a connection that its client ends is told as lost", arguments: [MediaBenchKind.janus])
    func lostConnectionsAreTold(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let publisher = try bench.makeClient()
        let subscriber = try bench.makeClient()
        try bench.publish(self.alice, [.microphone], by: publisher)
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: false))
        try bench.connect(self.bob, by: subscriber)
        try subscriber.hangUp()
        try bench.inbox.wait(for: .lost(self.bob, .subscribe))
        try publisher.hangUp()
        try bench.inbox.wait(for: .lost(self.alice, .publish))
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 2)
    }

    @Test("who is detached neither publishes nor gets anything", arguments: MediaBenchKind.allCases)
    func detachedIsGone(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let subscriber = try bench.makeClient()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        try bench.publish(self.carol, [.microphone], by: bench.makeClient())
        let other = TrackWish(.microphone, of: self.carol)
        bench.order(.subscribe(self.alice, [other], isFresh: false))
        let offered = try bench.connect(self.alice, by: bench.makeClient())
        bench.order(.subscribe(self.bob, [self.wish(.microphone), other], isFresh: false))
        while try bench.connect(self.bob, by: subscriber).tracks.count < 2 {}
        bench.order(.detach(self.alice))
        #expect(try bench.connect(self.bob, by: subscriber).tracks.map(\.track) == [other.track])
        bench.order(.answer(self.alice, revision: offered.revision, sdp: "v=0"))
        bench.order(.detach(self.alice))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 3)
    }

    @Test("a room that was closed can be begun anew", arguments: MediaBenchKind.allCases)
    func closedRoomCanBegin(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: false))
        try bench.connect(self.bob, by: bench.makeClient())
        bench.order(.close)
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 4)
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: false))
        #expect(try bench.offer(to: self.bob).isFresh)
    }

    @Test("rooms do not touch each other", arguments: MediaBenchKind.allCases)
    func roomsAreSeparate(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        let other = RoomID.test(2)
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), in: other)
        bench.order(.close)
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: false), in: other)
        #expect(try bench.offer(to: self.bob, in: other).tracks.count == 1)
    }

    @Test("a media server that dies and comes back resets its rooms", arguments: MediaBenchKind.allCases)
    func crashResets(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: false))
        try bench.connect(self.bob, by: bench.makeClient())
        try bench.crash()
        try bench.inbox.waitUntilNotReady()
        let generation = try bench.inbox.waitUntilReady()
        try bench.inbox.wait(for: .reset)
        #expect(generation > 0)
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 2)
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: true))
        #expect(try bench.connect(self.bob, by: bench.makeClient()).isFresh)
    }

    @Test("orders that came without a media server are answered by a reset", arguments: MediaBenchKind.allCases)
    func droppedOrdersAreReset(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        try bench.kill()
        try bench.inbox.waitUntilNotReady()
        bench.order(.publish(self.alice, PublishOffer(request: 8, sdp: "v=0", tracks: [], isFresh: true)))
        try bench.inbox.wait(for: .publishRefused(self.alice, request: 8, .unavailable))
        bench.order(.subscribe(self.bob, [self.wish(.microphone)], isFresh: false), in: .test(2))
        bench.settle()
        try bench.restart()
        try bench.inbox.waitUntilReady()
        try bench.inbox.wait(for: .reset, in: .test)
        try bench.inbox.wait(for: .reset, in: .test(2))
    }

    @Test("a room of which nothing outlived its host is told so", arguments: MediaBenchKind.allCases)
    func nothingIsAdopted(_ kind: MediaBenchKind) throws {
        let bench = try kind.makeBench()
        bench.order(.adopt)
        try bench.inbox.wait(for: .adopted([:]))
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
    }
}
