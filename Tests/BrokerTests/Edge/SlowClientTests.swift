// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Slow clients")
struct SlowClientTests {
    private let frame = Array("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}}".utf8)
    private let snapshot = Array("{\"jsonrpc\":\"2.0\",\"method\":\"stream.reset\",\"params\":{}}".utf8)
    private let last = Array("{\"jsonrpc\":\"2.0\",\"method\":\"page.changed\",\"params\":{}}".utf8)
    private let unit = StreamID.unitSummary(Sample.hebei.id)

    private var streams: [StreamID] { [.room, .summary, self.unit, Sample.page] }

    private func sent(_ client: EdgeStage.Client) -> [[UInt8]] { client.link.frames.map { Array($0.payload) } }

    /// The streams that rooms were asked to set anew since the last look.
    private func refreshes(_ stage: EdgeStage) -> [[StreamID]] {
        stage.takeAsked().compactMap { $0.refresh?.streams }
    }

    /// A seated client whose queue is long; what led there is forgotten.
    private func congested(_ stage: EdgeStage, as account: UInt64 = 1) -> EdgeStage.Client {
        let client = stage.seated(as: account, watching: self.streams)
        client.link.answerSends(with: .congested)
        stage.tell(.deliver(.room, frame: self.frame))
        _ = client.link.takeMessages()
        return client
    }

    private func drain(_ client: EdgeStage.Client, _ stage: EdgeStage) {
        client.link.answerSends(with: .accepted)
        stage.onEdge { $0.drained(client.id) }
    }

    @Test("while a client is slow, changes of summaries and pages are left out, and everything else is sent")
    func leavingOut() {
        let stage = EdgeStage()
        let quick = stage.seated(as: 2, watching: self.streams)
        let slow = self.congested(stage)
        _ = quick.link.takeMessages()
        for stream in self.streams { stage.tell(.deliver(stream, frame: self.frame)) }
        stage.tell(.direct(stage.session(of: slow), frame: self.frame))
        stage.ask(.sessionPing, from: slow)
        #expect(slow.link.frames.count == 3)
        #expect(quick.link.frames.count == self.streams.count)
        let leftOut = stage.observer.events.filter { $0 == .changesLeftOut(Sample.room, recipients: 1) }
        #expect(leftOut.count == 3)
    }

    @Test("once it has read what waited, what was left out is asked for, and nothing that was not")
    func asking() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        stage.tell(.deliver(Sample.page, frame: self.frame), .deliver(self.unit, frame: self.frame))
        #expect(self.refreshes(stage) == [])
        self.drain(client, stage)
        #expect(self.refreshes(stage) == [[self.unit, Sample.page]])
        #expect(stage.observer.events.last == .refreshAsked(Sample.room, stage.session(of: client)))
        stage.onEdge { $0.drained(client.id) }
        #expect(self.refreshes(stage) == [], "it was told twice")
    }

    @Test("a client that was slow while nothing changed is not set anew")
    func nothingMissed() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        self.drain(client, stage)
        #expect(self.refreshes(stage) == [])
        stage.tell(.deliver(.summary, frame: self.frame))
        #expect(self.sent(client) == [self.frame])
    }

    @Test("between what was left out and the snapshot nothing of the stream is sent; from then on everything")
    func settingAnew() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        stage.tell(.deliver(.summary, frame: self.frame))
        self.drain(client, stage)
        stage.tell(.deliver(.summary, frame: self.frame), .deliver(Sample.page, frame: self.frame))
        #expect(self.sent(client) == [self.frame], "the page had missed nothing")
        stage.tell(.attach(stage.session(of: client), .summary, frames: [self.snapshot]))
        stage.tell(.deliver(.summary, frame: self.frame))
        #expect(self.sent(client) == [self.frame, self.snapshot, self.frame])
    }

    @Test("a snapshot that finds the client slow again waits, and is asked for again")
    func slowAgain() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        let session = stage.session(of: client)
        stage.tell(.deliver(.summary, frame: self.frame))
        self.drain(client, stage)
        client.link.answerSends(with: .congested)
        stage.tell(.deliver(.room, frame: self.frame))
        stage.tell(.attach(session, .summary, frames: [self.snapshot]), .deliver(.summary, frame: self.frame))
        #expect(self.sent(client) == [self.frame])
        self.drain(client, stage)
        #expect(self.refreshes(stage) == [[.summary], [.summary]])
        // The second answer is needless when the first has done.
        stage.tell(.attach(session, .summary, frames: [self.snapshot]))
        stage.tell(.attach(session, .summary, frames: [self.snapshot]), .deliver(.summary, frame: self.frame))
        #expect(self.sent(client) == [self.frame, self.snapshot, self.frame])
    }

    @Test("what a slow client begins to watch begins when it has read what waited")
    func watchingWhileSlow() {
        let stage = EdgeStage()
        let client = stage.seated(watching: [.room])
        let session = stage.session(of: client)
        client.link.answerSends(with: .congested)
        stage.tell(.deliver(.room, frame: self.frame))
        stage.tell(.attach(session, Sample.page, frames: [self.snapshot]), .deliver(Sample.page, frame: self.frame))
        #expect(self.sent(client) == [self.frame])
        self.drain(client, stage)
        #expect(self.refreshes(stage) == [[Sample.page]])
        stage.tell(.attach(session, Sample.page, frames: [self.snapshot]), .deliver(Sample.page, frame: self.frame))
        #expect(self.sent(client) == [self.frame, self.snapshot, self.frame])
    }

    @Test("a page that ends tells its end to who was left out, by itself, and to others only once")
    func ending() {
        let stage = EdgeStage()
        let quick = stage.seated(as: 2, watching: [Sample.page])
        let slow = self.congested(stage)
        stage.tell(
            .deliver(Sample.page, frame: self.last),
            .ended(Sample.page, last: [self.snapshot + self.last])
        )
        #expect(self.sent(quick) == [self.last])
        #expect(self.sent(slow) == [self.snapshot + self.last])
        self.drain(slow, stage)
        #expect(self.refreshes(stage) == [], "nobody gets it any more")
    }

    @Test("what a slow client unwatches, or leaves, is not asked for")
    func detached() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        let session = stage.session(of: client)
        for stream in [StreamID.summary, self.unit, Sample.page] { stage.tell(.deliver(stream, frame: self.frame)) }
        stage.tell(.detach(session, [Sample.page]))
        self.drain(client, stage)
        #expect(self.refreshes(stage) == [[.summary, self.unit]])
        // Watched again it begins anew, and nothing of before holds it back.
        stage.tell(.attach(session, Sample.page, frames: [self.snapshot]), .deliver(Sample.page, frame: self.frame))
        #expect(self.sent(client) == [self.snapshot, self.frame])
    }

    @Test("news of a connection that is gone change nothing")
    func gone() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        stage.tell(.deliver(.summary, frame: self.frame))
        stage.onEdge { $0.closed(client.id) }
        _ = stage.takeAsked()
        stage.onEdge { $0.drained(client.id) }
        #expect(stage.takeAsked().isEmpty)
        #expect(stage.onEdge { $0.subscribers.isEmpty })
    }

    @Test("a full mailbox delays the question; it is asked in the end")
    func fullMailbox() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        stage.tell(.deliver(.summary, frame: self.frame))
        stage.bus.allow(0, to: Sample.shelf)
        self.drain(client, stage)
        #expect(self.refreshes(stage) == [])
        #expect(!client.link.isRead, "more would be asked for it meanwhile")
        stage.bus.allow(nil, to: Sample.shelf)
        stage.onEdge { [bus = stage.bus] _ in bus.tellSpace(of: Sample.shelf) }
        #expect(self.refreshes(stage) == [[.summary]])
        #expect(client.link.isRead)
    }

    @Test("past the bound the client is closed with a code that lets it resume")
    func overflow() {
        let stage = EdgeStage()
        let client = self.congested(stage)
        client.link.answerSends(with: .overflow)
        stage.tell(.deliver(.summary, frame: self.frame))
        #expect(client.link.closeCodes == [], "what is left out cannot overflow")
        stage.tell(.deliver(.room, frame: self.frame))
        #expect(client.link.closeCodes == [.slowConsumer])
    }
}
