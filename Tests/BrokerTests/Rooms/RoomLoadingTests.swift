// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("A room that is being loaded")
struct RoomLoadingTests {
    @Test("a host reads its log before it answers anybody")
    func loadsFirst() throws {
        let before = HostStage.open()
        let stage = HostStage(logged: before.logged)
        var chair = Person(1)
        stage.turn(.info(chair.address()))
        #expect(stage.loadsCount == 1)
        #expect(stage.sent.isEmpty)
        stage.load()
        let info = try #require(stage.takeReply()?.info)
        #expect(info.title == "Flood control")
    }

    @Test("looking at a room in which nobody sits writes nothing and keeps nothing in memory")
    func lookedAt() {
        let before = HostStage.open()
        let stage = HostStage(logged: before.logged)
        var person = Person(1)
        stage.turn(.info(person.address()), .info(person.address()))
        stage.load()
        #expect(stage.takeReplies().count == 2)
        #expect(stage.appends.isEmpty)
        #expect(stage.isUnloaded)
    }

    @Test("who asks something of a room that is over is refused, and nothing is written")
    func over() {
        let before = HostStage.open()
        var chair = Person(1)
        before.turn(chair.join())
        before.settle()
        before.turn(chair.command(.end))
        before.settle()
        let stage = HostStage(logged: before.logged)
        var late = Person(2)
        stage.turn(late.join(), .create(Sample.info(), chair.address()))
        stage.load()
        #expect(stage.takeReplies().count == 2)
        #expect(stage.appends.isEmpty)
        #expect(stage.isUnloaded)
    }

    @Test("messages that wait for the log are taken in the order in which they came")
    func order() {
        let stage = HostStage()
        var first = Person(1)
        var second = Person(2)
        stage.turn(.create(Sample.info(), first.address()), first.join())
        stage.turn(second.join())
        stage.load()
        stage.settle()
        let seated = stage.host.room.sessions
        #expect(seated == [first.session, second.session])
        let replies = stage.takeReplies()
        #expect(replies.count == 3)
        #expect(replies.first?.isCreated == true, "the create was not answered first")
    }

    @Test("messages beyond the bound are refused as overloaded and the others are kept")
    func bound() throws {
        var limits = BrokerLimits()
        limits.waitingWhileLoadingMax = 2
        let stage = HostStage(limits)
        var person = Person(1)
        stage.turn(.info(person.address()), .info(person.address()), .info(person.address()), person.lost)
        let error = try #require(stage.takeReply()?.refusal)
        #expect(error.code == .overloaded)
        #expect(error.retryAfterMs != nil)
        stage.load()
        #expect(stage.takeRefusals() == [.unknownRoom, .unknownRoom])
    }

    @Test("a room without a log is unknown, and its host goes")
    func unknown() {
        let stage = HostStage()
        var person = Person(1)
        stage.turn(person.join())
        stage.turn(person.resume())
        stage.load()
        #expect(stage.takeRefusals() == [.unknownRoom, .unknownRoom])
        #expect(stage.isUnloaded)
        #expect(stage.appends.isEmpty)
    }

    @Test("a load that fails refuses those who wait and is repeated until it succeeds")
    func failing() {
        let before = HostStage.open()
        let stage = HostStage(logged: before.logged)
        var person = Person(1)
        let failure = StoreFailure(while: "reading", cause: "disk gone")
        stage.turn(person.join())
        stage.load(.failure(failure))
        #expect(stage.takeRefusals() == [.storeUnavailable])
        #expect(stage.notes == [.storeFailing(Sample.room, failure)])
        #expect(stage.host.nextWakeUp(at: stage.time) == .seconds(1))
        stage.turn(person.join())
        stage.wakeUp()
        #expect(stage.loadsCount == 1, "it was asked again too early")
        stage.pass(.seconds(1))
        stage.wakeUp()
        #expect(stage.loadsCount == 2)
        #expect(stage.host.nextWakeUp(at: stage.time) == nil)
        stage.load()
        stage.settle()
        #expect(stage.takeReply()?.joined != nil, "the join was forgotten")
    }

    @Test(
        "a log that cannot be read is left as it is and told to its owner",
        arguments: ["no json", "{\"v\":2,\"facts\":[]}", "{\"v\":1,\"facts\":[[\"danced\",1]]}"]
    )
    func unreadable(record: String) throws {
        let before = HostStage.open()
        before.logged?.entries.append(LoggedRoom.Entry(slot: 3, record: Array(record.utf8)))
        let stage = HostStage(logged: before.logged)
        var person = Person(1)
        stage.turn(person.join())
        stage.load()
        #expect(stage.takeRefusals() == [.internalError])
        let unreadable = try #require(stage.unreadable)
        #expect(unreadable.slot == 3)
        #expect(!unreadable.reason.isEmpty)
        #expect(stage.appends.isEmpty && stage.snapshots.isEmpty)
        #expect(stage.isUnloaded, "a later request could never find the log mended")
    }

    @Test("a log that lacks a slot is unreadable", arguments: [Slot(1), 2, 3])
    func gap(slot: Slot) {
        let before = HostStage.open()
        var chair = Person(1)
        before.say(chair.join())
        before.say(chair.command(.lock))
        before.logged?.entries.removeAll { $0.slot == slot }
        let stage = HostStage(logged: before.logged)
        stage.turn(.info(chair.address()))
        stage.load()
        #expect(stage.takeRefusals() == [.internalError])
        #expect(stage.unreadable?.slot == slot + 1)
    }

    @Test("a gap before the snapshot is found too, or replay would number its messages wrongly")
    func gapBeforeSnapshot() {
        var limits = BrokerLimits()
        limits.slotsPerSnapshot = 6
        let before = HostStage.open(limits)
        var chair = Person(1)
        before.say(chair.join())
        for _ in 0..<2 {
            before.say(chair.command(.lock))
            before.say(chair.command(.unlock))
        }
        #expect(before.logged?.snapshot?.slot == 6)
        before.logged?.entries.removeAll { $0.slot == 5 }
        let stage = HostStage(limits, logged: before.logged)
        stage.load()
        #expect(stage.unreadable?.slot == 6)
    }

    @Test("a room whose opening never reached the log is unknown, and can be opened")
    func neverOpened() {
        let before = HostStage()
        var chair = Person(1)
        before.turn(.create(Sample.info(), chair.address()))
        before.load()
        before.end(.durable)  // The claim; the crash comes before the fact.
        let stage = before.restarted()
        stage.say(.info(chair.address()), chair.join())
        #expect(stage.takeRefusals() == [.unknownRoom, .unknownRoom])
        stage.say(.create(Sample.info(), chair.address()))
        #expect(stage.takeReply()?.isCreated == true, "the number is lost")
    }
}
