// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Opening, idling and ending a room")
struct RoomLifetimeTests {
    @Test("the first create opens the room under a claim of its own slot")
    func create() throws {
        let stage = HostStage()
        var chair = Person(1)
        stage.turn(.create(Sample.info(), chair.address()))
        stage.load()
        #expect(stage.underWay?.slot == 1)
        #expect(stage.sent.isEmpty)
        stage.end(.durable)
        #expect(stage.sent.isEmpty, "the claim alone makes no room")
        stage.end(.durable)
        #expect(stage.takeReply()?.isCreated == true)
        #expect(stage.host.room.info == Sample.info())
        #expect(try SlotRecord.decode(stage.appends[0].record) == SlotRecord(claim: 1, facts: []))
    }

    @Test("the same create sent again finds the room that it made, whenever that was")
    func createAgain() {
        let stage = HostStage.open()
        var chair = Person(1)
        let slots = stage.appends.count
        stage.say(.create(Sample.info(createdAt: Timestamp(ms: Sample.wallClockMs + 9)), chair.address()))
        #expect(stage.takeReply()?.isCreated == true)
        #expect(stage.appends.count == slots)
    }

    @Test(
        "a create that asks for another room finds the number taken",
        arguments: [
            Sample.info(title: "Drought"), Sample.info(chair: Principal(.account, 2)), Sample.info(policy: .refuse),
        ]
    )
    func numberTaken(info: RoomInfo) {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(.create(info, chair.address()))
        #expect(stage.takeReply()?.isNumberTaken == true)
        #expect(stage.host.room.info == Sample.info())
    }

    @Test("a host without seats unloads after a while, and not before")
    func idle() {
        let stage = HostStage.open()
        stage.run(.seconds(299))
        #expect(!stage.isUnloaded)
        stage.run(.seconds(1))
        #expect(stage.isUnloaded)
    }

    @Test("a seat keeps the host, connected or not, until its grace is over")
    func seatKeeps() {
        let stage = HostStage.open()
        var person = Person(2)
        stage.run(.seconds(200))
        stage.say(person.join())
        stage.run(.seconds(1_000))
        #expect(!stage.isUnloaded)
        stage.say(person.lost)
        stage.run(.seconds(121))
        #expect(stage.host.room.seatCount == 0)
        stage.run(.seconds(290))
        #expect(!stage.isUnloaded, "the time before the visit counted as idle")
        stage.run(.seconds(10))
        #expect(stage.isUnloaded)
    }

    @Test("a room that has ended unloads as soon as its end is durable, and tells every Edge once")
    func ended() {
        let stage = HostStage.open()
        var people = [Person(1), Person(2), Person(3, on: Sample.otherEdge)]
        for index in people.indices { stage.say(people[index].join()) }
        stage.sent = []
        stage.turn(people[0].command(.end))
        #expect(!stage.isUnloaded)
        stage.end(.durable)
        #expect(stage.isUnloaded)
        let sent = stage.takeSent()
        #expect(sent.filter { $0.body.lastFrames != nil }.map(\.edge) == [Sample.edge, Sample.otherEdge])
        #expect(pushes(sent.flatMap { $0.body.lastFrames ?? [] }).map(\.method) == ["room.ended", "room.ended"])
        #expect(sent.compactMap { $0.body.reply?.receipt }.count == 1)
    }

    @Test("an ended room stays ended after a restart, and its host goes again")
    func endedForGood() {
        let before = HostStage.open()
        var chair = Person(1)
        before.say(chair.join())
        before.say(chair.command(.end))
        let stage = HostStage(logged: before.logged)
        stage.turn(chair.join(), .info(chair.address()))
        stage.load()
        stage.settle()
        let replies = stage.takeReplies()
        #expect(replies.compactMap(\.refusal).map(\.code) == [.roomEnded])
        #expect(replies.compactMap(\.info).map(\.isEnded) == [true])
        #expect(stage.isUnloaded)
    }

    @Test("the host asks to be woken when the first grace ends")
    func wakeUpForGrace() {
        let stage = HostStage.open()
        var first = Person(2)
        var second = Person(3)
        stage.say(first.join(), second.join())
        stage.run(.seconds(2))
        stage.say(first.lost)
        stage.pass(.seconds(30))
        stage.say(second.lost)
        #expect(stage.host.nextWakeUp(at: stage.time) == stage.now + .seconds(90))
        stage.run(.seconds(91))
        #expect(stage.host.room.sessions == [second.session])
        #expect(stage.notes.contains(.vacated(Sample.room, first.session, .graceEnded)))
    }

    @Test("the host asks to be woken when a summary may speak again")
    func wakeUpForSummary() {
        let stage = HostStage.open()
        var people = (2...4).map { Person($0) }
        stage.say(people[0].join())
        stage.say(people[1].join())
        let spoke = stage.now
        stage.run(.milliseconds(100))
        #expect(stage.host.nextWakeUp(at: stage.time) == nil)
        stage.say(people[2].join())
        #expect(stage.host.nextWakeUp(at: stage.time) == spoke + .seconds(1))
    }

    @Test("a host with everybody connected and nothing to tell asks for no wake-up")
    func noWakeUp() {
        let stage = HostStage.open()
        var person = Person(2)
        stage.say(person.join())
        stage.run(.seconds(5))
        #expect(stage.host.nextWakeUp(at: stage.time) == nil)
    }
}
