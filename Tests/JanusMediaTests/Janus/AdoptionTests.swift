// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import JanusMedia
import Testing

@Suite("What Janus carries outlives a restart of the server", .serialized)
struct AdoptionTests {
    private let alice = SessionID(0xA11CE)
    private let bob = SessionID(0xB0B)

    @Test("publishers and subscribers go on, and can be changed", arguments: [false, true])
    func connectionsGoOn(isAskedEarly: Bool) async throws {
        let bench = try JanusBench()
        let publisher = try bench.makeClient()
        let subscriber = try bench.makeClient()
        try bench.publish(self.alice, [.microphone, .camera], by: publisher)
        let wishes = [TrackWish(.microphone, of: self.alice), TrackWish(.camera, of: self.alice)]
        bench.order(.subscribe(self.bob, wishes, isFresh: false))
        let first = try bench.connect(self.bob, by: subscriber)
        bench.order(.allow(self.alice, .camera, false))
        bench.settle()
        try bench.restartMedia(ordering: isAskedEarly ? .adopt : nil)
        try bench.inbox.waitUntilReady()
        if !isAskedEarly { bench.order(.adopt) }
        try bench.inbox.wait(for: .adopted([self.alice: [.microphone, .camera]]))
        bench.order(.subscribe(self.bob, wishes, isFresh: false))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty, "what is carried already needs no offer")
        #expect(await bench.counters().handles == 2)
        #expect(try !bench.passes(Track(.camera, of: self.alice), in: .test))
        bench.order(.allow(self.alice, .camera, true))
        bench.settle()
        #expect(try bench.passes(Track(.camera, of: self.alice), in: .test))
        try bench.publish(self.alice, [.screen], by: publisher, isFresh: false, request: 2)
        bench.order(.subscribe(self.bob, [TrackWish(.screen, of: self.alice)], isFresh: false))
        let second = try bench.connect(self.bob, by: subscriber)
        #expect(!second.isFresh)
        #expect(second.revision > first.revision)
        #expect(second.tracks.map(\.track.kind) == [.screen])
    }

    @Test("an offer that was out when the server ended is lost, and its subscriber is told")
    func openOfferIsLost() throws {
        let bench = try JanusBench()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: false))
        _ = try bench.offer(to: self.bob)
        try bench.restartMedia()
        try bench.inbox.waitUntilReady()
        bench.order(.adopt)
        try bench.inbox.wait(for: .adopted([self.alice: [.microphone]]))
        try bench.inbox.wait(for: .lost(self.bob, .subscribe))
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: true))
        #expect(try bench.connect(self.bob, by: bench.makeClient()).isFresh)
    }

    @Test("what the room's host does not ask about ends with its first order")
    func unaskedEnds() async throws {
        let bench = try JanusBench()
        let publisher = try bench.makeJanusClient()
        try bench.publish(self.alice, [.microphone], by: publisher)
        try publisher.waitUntilUp()
        try bench.restartMedia()
        try bench.inbox.waitUntilReady()
        bench.order(.detach(self.bob))
        #expect(try publisher.isHungUp())
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 2)
        #expect(await bench.counters().handles == 1)
    }

    @Test("a Janus that died meanwhile has nothing to go on with")
    func deadJanusHasNothing() throws {
        let bench = try JanusBench()
        try bench.publish(self.alice, [.microphone], by: bench.makeClient())
        try bench.crash()
        try bench.restartMedia()
        try bench.inbox.waitUntilReady()
        bench.order(.adopt)
        try bench.inbox.wait(for: .adopted([:]))
        try bench.publish(self.alice, [.microphone], by: bench.makeClient(), request: 2)
    }
}
