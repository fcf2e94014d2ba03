// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Fan-out")
struct EdgeFanOutTests {
    private let frame = Array("{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}}".utf8)

    @Test("all recipients of a stream share one frame")
    func sharedFrame() throws {
        let stage = EdgeStage()
        let clients = (1...200).map { stage.seated(as: $0) }
        stage.tell(.deliver(.room, frame: self.frame))
        let frames = clients.flatMap { $0.link.frames }
        #expect(frames.count == 200)
        #expect(frames.allSatisfy { $0 === frames[0] }, "bytes were copied for each recipient")
        #expect(Array(frames[0].payload) == self.frame)
    }

    @Test("a frame reaches the stream's recipients in its room and nobody else")
    func recipients() {
        let stage = EdgeStage()
        let watching = stage.seated(as: 1, watching: [.room, Sample.page])
        let other = stage.seated(as: 2, watching: [.room])
        stage.tell(.deliver(Sample.page, frame: self.frame))
        stage.tell(.deliver(Sample.page, frame: self.frame), in: Sample.roomID(100_000_000))
        #expect(watching.link.frames.count == 1)
        #expect(other.link.frames.isEmpty)
    }

    @Test("a stream begins with its snapshot, then brings what follows, until it is detached")
    func attaching() {
        let stage = EdgeStage()
        let client = stage.seated(watching: [])
        let session = stage.session(of: client)
        let snapshot = Array("{\"jsonrpc\":\"2.0\",\"method\":\"stream.reset\",\"params\":{}}".utf8)
        stage.tell(.deliver(.room, frame: self.frame))
        stage.tell(.attach(session, .room, frames: [snapshot]), .deliver(.room, frame: self.frame))
        stage.tell(.detach(session, [.room]), .deliver(.room, frame: self.frame))
        #expect(client.link.frames.map { Array($0.payload) } == [snapshot, self.frame])
        #expect(stage.onEdge { $0.subscribers.isEmpty })
    }

    @Test("a stream that is over has no recipients left")
    func ended() {
        let stage = EdgeStage()
        let clients = (1...3).map { stage.seated(as: $0, watching: [Sample.page]) }
        stage.tell(.ended(Sample.page, last: []), .deliver(Sample.page, frame: self.frame))
        #expect(clients.allSatisfy { $0.link.frames.isEmpty })
        #expect(stage.onEdge { $0.subscribers.isEmpty })
    }

    @Test("what is meant for one session reaches it alone, and nobody when it sits elsewhere by now")
    func direct() {
        let stage = EdgeStage()
        let client = stage.seated(as: 1)
        let other = stage.seated(as: 2)
        stage.tell(.direct(stage.session(of: client), frame: self.frame))
        stage.tell(.direct(stage.session(of: client), frame: self.frame), in: Sample.roomID(100_000_000))
        #expect(client.link.frames.count == 1)
        #expect(other.link.frames.isEmpty)
    }

    @Test("a slow consumer is closed with 4001 and its room hears of it; the others get everything")
    func slowConsumer() {
        let stage = EdgeStage()
        let clients = (1...3).map { stage.seated(as: $0) }
        let session = stage.session(of: clients[1])
        clients[1].link.answerSends(with: .overflow)
        stage.tell(.deliver(.room, frame: self.frame), .deliver(.room, frame: self.frame))
        #expect(clients[1].link.closeCodes == [.slowConsumer])
        #expect(clients[0].link.frames.count == 2 && clients[2].link.frames.count == 2)
        let asked = stage.takeAsked()
        #expect(asked.count == 1)
        guard case .connectionLost(session, clients[1].id)? = asked.first else {
            Issue.record("the room was told something else")
            return
        }
    }

    @Test("a connection too slow for its first snapshot gets no stream")
    func slowAttach() {
        let stage = EdgeStage()
        let client = stage.seated(watching: [])
        client.link.answerSends(with: .overflow)
        stage.tell(.attach(stage.session(of: client), .room, frames: [self.frame, self.frame]))
        #expect(client.link.closeCodes == [.slowConsumer])
        #expect(stage.onEdge { $0.subscribers.isEmpty })
    }

    @Test("members of a stream and what they know of it agree, whoever comes and goes", arguments: UInt64(0)..<20)
    func bookkeeping(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let streams = (0..<4).map { Subscribers(StreamKey(room: Sample.room, stream: .unitSummary(UnitID($0)))) }
        let connections = (0..<12).map {
            EdgeConnection(id: ConnectionID($0), link: FakeLink(), limits: BrokerLimits(), now: .zero)
        }
        var model = [Set<ConnectionID>](repeating: [], count: streams.count)
        for _ in 0..<400 {
            let index = random.below(streams.count)
            let connection = random.pick(connections)
            if random.oneIn(2) {
                streams[index].add(connection)
                model[index].insert(connection.id)
            } else {
                streams[index].remove(connection)
                model[index].remove(connection.id)
            }
            for (stream, members) in zip(streams, model) {
                #expect(stream.members.count == members.count)
                #expect(Set(stream.members.map(\.id)) == members)
                for (position, member) in stream.members.enumerated() {
                    let known = member.subscriptions.filter { $0.subscribers === stream }
                    #expect(known.map(\.index) == [position])
                }
            }
        }
        for (stream, connection) in streams.flatMap({ stream in connections.map { (stream, $0) } }) {
            stream.remove(connection)
        }
        #expect(streams.allSatisfy(\.members.isEmpty) && connections.allSatisfy(\.subscriptions.isEmpty))
    }
}

@Suite("Back-pressure from a full mailbox")
struct EdgeBackPressureTests {
    private let info = ClientCall.roomInfo(ClientCall.RoomOnly(room: Sample.room.wire))

    /// The requests among what rooms were asked.
    private func requests(_ stage: EdgeStage) -> [RequestID] {
        stage.takeAsked().compactMap { $0.replyAddress?.request }
    }

    @Test("a full mailbox stops reading the connection that feeds it, and no other")
    func pausing() {
        let stage = EdgeStage()
        let feeding = stage.signedIn(as: 1)
        let other = stage.signedIn(as: 2)
        stage.bus.allow(1, to: Sample.shelf)
        stage.ask(self.info, from: feeding)
        #expect(feeding.link.isRead)
        stage.ask(self.info, from: feeding)
        stage.ask(self.info, from: feeding)
        #expect(feeding.link.readingChanges == [false])
        #expect(other.link.readingChanges == [])
        #expect(self.requests(stage).count == 1)
    }

    @Test("what was refused goes through first and in order, and reading goes on when all of it is through")
    func resuming() {
        let stage = EdgeStage()
        let first = stage.signedIn(as: 1)
        let second = stage.signedIn(as: 2)
        stage.bus.allow(0, to: Sample.shelf)
        let ids = [first, first, second, first].map { stage.ask(self.info, from: $0) }
        stage.bus.allow(2, to: Sample.shelf)
        stage.onEdge { [bus = stage.bus] _ in bus.tellSpace(of: Sample.shelf) }
        #expect(self.requests(stage) == Array(ids[..<2]))
        #expect(!first.link.isRead && !second.link.isRead)
        stage.bus.allow(1, to: Sample.shelf)
        stage.onEdge { [bus = stage.bus] _ in bus.tellSpace(of: Sample.shelf) }
        #expect(second.link.isRead && !first.link.isRead)
        stage.bus.allow(nil, to: Sample.shelf)
        let last = stage.ask(self.info, from: second)
        #expect(!second.link.isRead, "a newer message overtook one that waits")
        stage.onEdge { [bus = stage.bus] _ in bus.tellSpace(of: Sample.shelf) }
        #expect(self.requests(stage) == [ids[2], ids[3], last])
        #expect(first.link.isRead && second.link.isRead)
    }

    @Test("a connection lost while it waits is told to the room after what it asked")
    func lost() {
        let stage = EdgeStage()
        let client = stage.signedIn()
        let session = stage.session(of: client)
        stage.bus.allow(0, to: Sample.shelf)
        stage.ask(.roomJoin(ClientCall.JoinRoom(room: Sample.room.wire)), from: client)
        stage.onEdge { $0.closed(client.id) }
        stage.bus.allow(nil, to: Sample.shelf)
        stage.onEdge { [bus = stage.bus] _ in bus.tellSpace(of: Sample.shelf) }
        let asked = stage.takeAsked()
        #expect(asked.count == 2)
        guard case .join? = asked.first, case .connectionLost(session, client.id)? = asked.last else {
            Issue.record("the room would keep a connection that is gone: \(asked)")
            return
        }
    }
}

@Suite("Rate limits")
struct TokenBucketTests {
    @Test("a bucket gives its burst at once, then its rate, and never saves more than its burst")
    func rate() {
        var bucket = TokenBucket(perSecond: 2, burst: 4, at: .zero)
        for _ in 0..<4 { #expect(bucket.take(at: .zero) == nil) }
        #expect(bucket.take(at: .zero) == 500)
        #expect(bucket.take(at: .milliseconds(499)) == 1)
        #expect(bucket.take(at: .milliseconds(500)) == nil)
        #expect(bucket.take(at: .milliseconds(500)) == 500)
        for _ in 0..<4 { #expect(bucket.take(at: .seconds(1_000_000)) == nil) }
        #expect(bucket.take(at: .seconds(1_000_000)) != nil)
    }

    @Test("searches have a rate of their own")
    func searches() {
        let stage = EdgeStage()
        let client = stage.seated()
        let search = ClientCall.rosterSearch(ClientCall.RosterSearch(room: Sample.room.wire, query: "w"))
        for _ in 0..<5 { stage.ask(search, from: client) }
        let refusals = client.link.takeMessages().compactMap(\.error)
        #expect(refusals.map(\.known) == [.rateLimited])
        #expect(refusals.first?.retryAfterMs == 500)
        #expect(stage.takeAsked().count == 4)
        stage.ask(.rosterPage(ClientCall.RosterPage(room: Sample.room.wire, unit: 13, page: 1)), from: client)
        #expect(stage.takeAsked().count == 1)
    }
}
