// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("The stream of one session")
struct SelfStreamTests {
    private func stage(_ people: inout [Person]) -> HostStage {
        let stage = HostStage.open()
        for index in people.indices { stage.say(people[index].join()) }
        stage.run(.seconds(2))
        stage.sent = []
        return stage
    }

    private func direct(_ stage: HostStage, to session: SessionID) -> [ReceivedPush] {
        let direct = stage.takeSent().compactMap { $0.body.direct }
        #expect(direct.allSatisfy { $0.session == session })
        return pushes(direct.map(\.frame))
    }

    private func payload(_ text: String) throws -> OpaqueJSON { try OpaqueJSON(Array(text.utf8)) }

    @Test("a signal reaches the other session alone, with its payload untouched, and its sender is answered")
    func signal() throws {
        var people = [Person(1), Person(2, on: Sample.otherEdge), Person(3)]
        let stage = self.stage(&people)
        let text = "{\"sdp\" : \"v=0\\r\\n\",\"n\":1.50}"
        let address = people[0].address()
        stage.say(
            .signal(from: people[0].session, to: people[1].session, payload: try self.payload(text), address)
        )
        let sent = stage.takeSent()
        #expect(sent.count == 2)
        #expect(sent[0].edge == Sample.otherEdge)
        let frame = try #require(sent[0].body.direct?.frame)
        let push = try #require(pushes([frame]).first)
        #expect(push.header?.position == StreamPosition(epoch: 1, offset: 1))
        guard case .signalReceived(_, let signal)? = try push.decoded() else {
            Issue.record("something else came")
            return
        }
        #expect(signal.from == people[0].session.wire)
        #expect(signal.participant == people[0].principal.wire)
        #expect(String(decoding: signal.payload.bytes, as: UTF8.self) == text)
        #expect(sent[1].body.reply?.isDone == true)
        #expect(stage.appends.count == 5, "a signal was written to the log")
    }

    @Test("a signal to a session that is away arrives by replay")
    func suspended() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        stage.say(people[1].lost)
        for number in 1...3 {
            let payload = try self.payload("\(number)")
            let address = people[0].address()
            stage.say(.signal(from: people[0].session, to: people[1].session, payload: payload, address))
        }
        #expect(stage.takeSent().compactMap { $0.body.reply?.isDone } == [true, true, true])
        stage.say(people[1].resume(from: [(people[1].own, StreamPosition(epoch: 1, offset: 1))]))
        let missed = try #require(attached(stage.takeSent(), people[1].session, to: people[1].own))
        #expect(missed.compactMap(\.offset) == [2, 3])
        #expect(missed.map(\.method) == ["signal.received", "signal.received"])
    }

    @Test("a signal to a session that is not in the room is refused")
    func gone() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        stage.say(.leave(people[1].session, people[1].connection, nil))
        stage.sent = []
        let payload = try self.payload("{}")
        stage.say(.signal(from: people[0].session, to: people[1].session, payload: payload, people[0].address()))
        stage.say(.signal(from: people[1].session, to: people[0].session, payload: payload, people[1].address()))
        #expect(stage.takeRefusals() == [.recipientGone, .notInRoom])
    }

    @Test("who mutes hears on its own stream how far it has come, once a turn, until nobody is waited for")
    func progress() throws {
        var people = (1...4).map { Person($0) }
        let stage = self.stage(&people)
        let on = MediaReport(isMicrophoneOn: true, isCameraOn: false)
        let off = MediaReport(isMicrophoneOn: false, isCameraOn: false)
        for index in 1...3 { stage.say(.report(people[index].session, on, people[index].address())) }
        stage.sent = []
        stage.say(people[0].command(.mute(people[1...].map(\.principal)), key: "m"))
        let receipt = try #require(stage.takeReplies().compactMap(\.receipt).first)
        #expect(receipt.applied == 0 && receipt.pending == 3 && receipt.enforcement == .request)
        stage.say(
            .report(people[1].session, off, people[1].address()),
            .report(people[2].session, off, people[2].address())
        )
        var told = self.direct(stage, to: people[0].session)
        stage.say(.leave(people[3].session, people[3].connection, nil))
        told += self.direct(stage, to: people[0].session)
        stage.say(.report(people[1].session, off, people[1].address()))
        told += self.direct(stage, to: people[0].session)
        let progress = try told.compactMap { push -> ControlProgress? in
            guard case .controlProgressed(_, let progress)? = try push.decoded() else { return nil }
            return progress
        }
        #expect(progress.map(\.applied) == [2, 3])
        #expect(progress.map(\.pending) == [1, 0])
        #expect(progress.allSatisfy { $0.key == "m" })
        #expect(told.compactMap(\.offset) == [1, 2])
    }

    @Test("an order that forbids the microphone is answered with permission_denied and moves nothing")
    func forbidden() {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        stage.say(people[0].command(.mute([people[1].principal])))
        stage.sent = []
        let on = MediaReport(isMicrophoneOn: true, isCameraOn: false)
        stage.say(.report(people[1].session, on, people[1].address()))
        #expect(stage.takeRefusals() == [.permissionDenied])
        #expect(!stage.host.room.isMicrophoneOn(people[1].principal))
    }

    @Test("the ring of one session is bounded: past it the stream begins anew")
    func bounded() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        stage.say(people[1].lost)
        let payload = try self.payload("\"" + String(repeating: "x", count: 16_000) + "\"")
        for _ in 0..<6 {
            let address = people[0].address()
            stage.say(.signal(from: people[0].session, to: people[1].session, payload: payload, address))
        }
        stage.sent = []
        stage.say(people[1].resume(from: [(people[1].own, StreamPosition(epoch: 1, offset: 0))]))
        let first = try #require(attached(stage.takeSent(), people[1].session, to: people[1].own))
        #expect(first.map(\.method) == ["stream.reset"])
        #expect(first.first?.offset == 6)
    }
}
