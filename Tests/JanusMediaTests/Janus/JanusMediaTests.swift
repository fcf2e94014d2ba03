// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import JanusMedia
import LoopRuntime
import Testing

@Suite("Rooms carried by a real Janus", .serialized)
struct JanusMediaTests {
    private let alice = SessionID(0xA11CE)
    private let bob = SessionID(0xB0B)

    @Test("a canned offer of a browser, simulcast in it, is answered without anybody at the other end")
    func browserOffer() throws {
        let bench = try JanusBench()
        let offer = CannedOffer.chromium
        bench.order(.publish(self.alice, PublishOffer(request: 1, sdp: offer.sdp, tracks: offer.tracks, isFresh: true)))
        let answer = try bench.inbox.wait("an answer", in: .test) { event -> String? in
            guard case .published(self.alice, request: 1, let sdp) = event else { return nil }
            return sdp
        }
        #expect(answer.contains("a=rtpmap:111 opus/48000/2"))
        #expect(answer.contains("a=rtpmap:96 VP8/90000"))
        #expect(answer.contains("a=simulcast:recv"))
        #expect(answer.contains(" typ host"), "Janus's own candidates are in its SDP")
        let candidates = [
            ICECandidate(candidate: "candidate:1 1 udp 2122260223 192.0.2.9 40000 typ host", mid: "0", index: 0),
            ICECandidate(candidate: "candidate:1 1 tcp 1518280447 192.0.2.9 9 typ host", mid: "0", index: 0),
            ICECandidate(candidate: "", mid: "0", index: 0),
        ]
        bench.order(.candidates(self.alice, .publish, candidates))
        bench.settle()
        #expect(bench.inbox.rest.isEmpty)
    }

    @Test("an offer without a codec of the room is refused, with a reason")
    func foreignCodec() throws {
        let bench = try JanusBench()
        let offer = CannedOffer.telephone
        bench.order(.publish(self.alice, PublishOffer(request: 1, sdp: offer.sdp, tracks: offer.tracks, isFresh: true)))
        try bench.inbox.wait(for: .publishRefused(self.alice, request: 1, .unacceptable("no codec in common")))
    }

    @Test("of many orders at once each is carried out, and handles are given back")
    func handlesAreGivenBack() async throws {
        let bench = try JanusBench()
        let offer = CannedOffer.chromium
        for round in 1...20 as ClosedRange<UInt64> {
            for session in 1...5 as ClosedRange<UInt64> {
                let published = PublishOffer(request: round, sdp: offer.sdp, tracks: offer.tracks, isFresh: true)
                bench.order(.publish(SessionID(session), published))
                if round.isMultiple(of: 3) { bench.order(.detach(SessionID(session))) }
            }
        }
        for session in 1...5 as ClosedRange<UInt64> {
            try bench.inbox.wait("an answer", in: .test) { event -> Void? in
                guard case .published(SessionID(session), request: 20, _) = event else { return nil }
                return ()
            }
        }
        bench.settle()
        #expect(await bench.counters().handles == 5)
        bench.order(.close)
        bench.settle()
        let counters = await bench.counters()
        #expect(counters.handles == 0)
        #expect(counters.rooms == 0)
        #expect(counters.openRequests == 0)
        #expect(counters.timeouts == 0)
    }

    @Test("who is detached is cut off at once, in both directions")
    func detachedIsCutOff() throws {
        let bench = try JanusBench()
        let (speaker, listener, own) = try (bench.makeJanusClient(), bench.makeJanusClient(), bench.makeJanusClient())
        try bench.publish(self.alice, [.microphone], by: speaker)
        try bench.publish(self.bob, [.microphone], by: own)
        bench.order(.subscribe(self.bob, [TrackWish(.microphone, of: self.alice)], isFresh: false))
        try bench.connect(self.bob, by: listener)
        try listener.waitUntilUp()
        try own.waitUntilUp()
        bench.order(.detach(self.bob))
        #expect(try listener.isHungUp())
        #expect(try own.isHungUp())
    }
}
