// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Durable before said")
struct RoomDurabilityTests {
    @Test("a join is answered, and its streams begin, only when its seat is durable")
    func join() {
        let stage = HostStage.open()
        var person = Person(2)
        stage.turn(person.join())
        #expect(stage.host.room.sessions == [person.session], "a host never waits before it decides")
        #expect(stage.sent.isEmpty)
        stage.end(.durable)
        #expect(stage.sent.count == 4)
        #expect(stage.sent[0].body.reply?.joined?.session == person.session)
        #expect(stage.sent.compactMap { $0.body.attached?.stream } == [.room, .summary, person.own])
    }

    @Test("a refusal waits for the facts it rests on")
    func refusal() {
        let stage = HostStage.open()
        var chair = Person(1)
        var late = Person(2)
        stage.say(chair.join())
        stage.sent = []
        stage.turn(chair.command(.lock))
        stage.turn(late.join())
        #expect(stage.sent.isEmpty, "somebody heard of a lock that a crash could take back")
        stage.end(.durable)
        #expect(stage.takeRefusals() == [.roomLocked])
    }

    @Test("a refusal that rests on nothing new is given at once")
    func bareRefusal() {
        let stage = HostStage.open()
        var person = Person(2)
        stage.turn(person.resume())
        #expect(stage.takeRefusals() == [.unknownSession])
    }

    @Test("an answer is never older than the room that a question finds")
    func question() {
        let stage = HostStage.open()
        var person = Person(2)
        stage.turn(person.join())
        stage.turn(.info(person.address()))
        #expect(stage.sent.isEmpty)
        stage.end(.durable)
        #expect(stage.takeReplies().compactMap(\.info).map(\.participants) == [1])
    }

    @Test("what is decided while an append is under way shares the next slot")
    func groupCommit() throws {
        let stage = HostStage.open()
        var people = (2...6).map { Person($0) }
        stage.turn(people[0].join())
        let first = try #require(stage.underWay)
        for index in 1...4 { stage.turn(people[index].join()) }
        #expect(stage.underWay == first)
        stage.end(.durable)
        let second = try #require(stage.underWay)
        #expect(second.slot == first.slot + 1)
        let facts = try SlotRecord.decode(second.record).facts
        #expect(facts.count { if case .seated = $0.fact { true } else { false } } == 4)
        #expect(stage.takeReplies().count == 1)
        stage.end(.durable)
        #expect(stage.takeReplies().compactMap(\.joined).map(\.session) == people[1...].map(\.session))
        #expect(stage.underWay == nil)
    }

    @Test("facts of one turn share a slot")
    func turn() throws {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(chair.join())
        let before = stage.appends.count
        stage.turn(chair.command(.lock), chair.command(.chat("one")), chair.command(.unlock))
        stage.settle()
        #expect(stage.appends.count == before + 1)
        let record = try #require(stage.appends.last)
        #expect(try SlotRecord.decode(record.record).facts.filter(\.fact.isPublic).count == 3)
    }

    @Test("a room's listing goes with the slots that open and end it, and with no other")
    func listing() {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(chair.join())
        stage.say(chair.command(.end))
        let listings = stage.appends.map(\.listing?.isEnded)
        #expect(listings == [nil, false, nil, true])
    }
}

@Suite("A store that fails")
struct StoreFailureTests {
    /// A stage where an append has just failed.
    private func failing() -> (stage: HostStage, chair: Person) {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(chair.join())
        stage.sent = []
        stage.notes = []
        stage.turn(chair.command(.lock))
        stage.end(HostStage.failure)
        return (stage, chair)
    }

    @Test("a failed append is repeated with the same bytes for the same slot")
    func repeating() {
        let (stage, _) = self.failing()
        let first = stage.appends[stage.appends.count - 1]
        #expect(stage.underWay == nil)
        #expect(stage.host.nextWakeUp(at: stage.time) == stage.now + .milliseconds(100))
        stage.wakeUp()
        #expect(stage.underWay == nil, "the store was given no pause")
        stage.pass(.milliseconds(100))
        stage.wakeUp()
        #expect(stage.underWay == first)
        #expect(stage.sent.isEmpty)
        stage.end(.durable)
        #expect(stage.takeReplies().compactMap(\.receipt).count == 1)
        #expect(stage.notes.count == 2 && stage.notes.last == .storeRecovered(Sample.room))
    }

    @Test("what a slot changes in the listing is repeated with it")
    func repeatingListing() throws {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(chair.join())
        stage.turn(chair.command(.end))
        let first = try #require(stage.underWay)
        #expect(first.listing?.isEnded == true)
        stage.end(HostStage.failure)
        stage.pass(.milliseconds(100))
        stage.wakeUp()
        #expect(stage.underWay == first)
    }

    @Test("while appends fail, whatever would decide something is refused at once and changes nothing")
    func refusing() {
        var (stage, chair) = self.failing()
        var other = Person(2)
        let before = stage.host.room
        let leave = RoomsMessage.Body.leave(chair.session, chair.connection, chair.address())
        stage.turn(chair.command(.unlock), leave, other.join(), chair.resume())
        #expect(stage.host.room == before)
        let refusals = stage.takeReplies().compactMap(\.refusal)
        #expect(refusals.map(\.code) == Array(repeating: .storeUnavailable, count: 4))
        #expect(refusals.allSatisfy { $0.retryAfterMs != nil })
    }

    @Test("a failing store is noted once, however often it fails")
    func noting() {
        let (stage, _) = self.failing()
        for _ in 0..<5 {
            stage.pass(.milliseconds(100))
            stage.wakeUp()
            stage.end(HostStage.failure)
        }
        #expect(stage.notes.count == 1)
    }

    @Test("our own bytes in the slot mean that the append had succeeded")
    func ownBytes() throws {
        let (stage, _) = self.failing()
        stage.pass(.milliseconds(100))
        stage.wakeUp()
        let record = try #require(stage.underWay?.record)
        stage.end(.taken(by: record))
        #expect(stage.takeReplies().compactMap(\.receipt).count == 1)
        #expect(stage.loadsCount == 1, "the host gave up what was durable")
    }

    @Test("after ten seconds of failures the host gives up and reads its log again")
    func patience() {
        let (stage, _) = self.failing()
        let generation = stage.host.generation
        var failures = 0
        while stage.loadsCount == 1, failures < 200 {
            stage.pass(.milliseconds(100))
            stage.wakeUp()
            stage.end(HostStage.failure)
            failures += 1
        }
        #expect(failures == 100)
        #expect(stage.takeRefusals() == [.outcomeUnknown])
        #expect(stage.notes.last == .roomRebuilding(Sample.room, .storeFailed))
        #expect(stage.host.generation != generation)
        stage.load()
        stage.settle()
        #expect(stage.host.phase == .serving)
        #expect(!stage.host.room.isLocked)
    }

    @Test("who says goodbye while the store fails is not kept as connected for ever")
    func goodbye() {
        let (stage, chair) = self.failing()
        stage.turn(.leave(chair.session, chair.connection, nil))
        stage.wakeUp()
        stage.pass(.milliseconds(100))
        stage.wakeUp()
        stage.end(.durable)
        #expect(stage.host.room.connection(of: chair.session) == nil)
        stage.run(.seconds(121))
        #expect(stage.host.room.sessions.isEmpty)
    }
}

@Suite("A host that is deposed")
struct DeposedHostTests {
    private let foreign = AppendOutcome.taken(by: Array("{\"v\":1,\"claim\":2,\"facts\":[]}".utf8))

    @Test("others' bytes in the slot depose the host: what it held is not known, and is never said")
    func deposed() {
        let stage = HostStage.open()
        var chair = Person(1)
        var other = Person(2, on: Sample.otherEdge)
        stage.say(chair.join(), other.join())
        stage.sent = []
        let generation = stage.host.generation
        stage.turn(chair.command(.lock), other.command(.chat("hello")))
        stage.end(self.foreign)
        let sent = stage.takeSent()
        #expect(sent.compactMap { $0.body.reply?.refusal?.code } == [.outcomeUnknown, .outcomeUnknown])
        #expect(sent.filter { $0.body.isRebuilding }.map(\.edge) == [Sample.edge, Sample.otherEdge])
        #expect(sent.count == 4, "something was said that nobody can rely on")
        #expect(stage.host.generation != generation)
        #expect(stage.host.phase == .loading(retryAt: nil))
        #expect(stage.loadsCount == 2)
        #expect(stage.notes.last == .roomRebuilding(Sample.room, .deposed))
    }

    @Test("a rebuilt host claims the room after what the other host wrote")
    func claimsAgain() {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(chair.join())
        let epoch = stage.host.epoch
        stage.turn(chair.command(.lock))
        stage.end(self.foreign)
        let record = SlotRecord(claim: 2, facts: []).encoded()
        stage.logged?.entries.append(LoggedRoom.Entry(slot: 4, record: record))
        stage.load()
        #expect(stage.host.epoch == 5)
        #expect(stage.host.epoch > epoch)
        #expect(stage.underWay?.slot == 5)
        #expect(stage.host.room.sessions == [chair.session])
        #expect(stage.host.room.connection(of: chair.session) == nil)
    }

    @Test("connections whose departure was not yet durable come back too", arguments: [0, 1, 2, 3])
    func departures(kind: Int) {
        let stage = HostStage.open()
        var chair = Person(1)
        var other = Person(2, on: Sample.otherEdge)
        stage.say(chair.join(), other.join())
        let old = other
        stage.sent = []
        switch kind {
        case 0: stage.turn(.leave(other.session, other.connection, other.address()))
        case 1: stage.turn(chair.command(.kick(other.principal)))
        case 2: stage.turn(chair.command(.end))
        default: stage.turn(other.resume(of: Sample.edge))
        }
        stage.end(self.foreign)
        let told = Set(stage.takeSent().filter { $0.body.isRebuilding }.map(\.edge))
        #expect(told.contains(old.edge), "a connection stays open that no room knows")
    }

    @Test("the answer of an append that nobody waits for changes nothing")
    func lateAnswer() {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.say(chair.join())
        stage.host.appended(.durable, slot: 99, at: stage.time)
        stage.host.appended(self.foreign, slot: 3, at: stage.time)
        stage.collect()
        #expect(stage.host.phase == .serving)
        #expect(stage.loadsCount == 1)
    }
}
