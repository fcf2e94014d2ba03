// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("A room after a restart")
struct RoomRecoveryTests {
    private static func limits(slotsPerSnapshot: Int, ring: Int = 4_096) -> BrokerLimits {
        var limits = BrokerLimits()
        limits.slotsPerSnapshot = slotsPerSnapshot
        limits.roomRingCountMax = ring
        return limits
    }

    /// A room where something of everything has happened, slot by slot.
    private func eventful(_ limits: BrokerLimits, rounds: Int = 4) -> (stage: HostStage, people: [Person]) {
        let stage = HostStage.open(limits)
        var people = (1...4).map { Person($0) }
        for index in people.indices { stage.say(people[index].join(wantsMedia: true)) }
        for round in 0..<rounds {
            stage.pass(.seconds(1))
            stage.say(people[0].command(.lock, key: "lock \(round)"))
            stage.say(people[1].command(.chat("round \(round)"), key: "chat \(round)"))
            stage.say(people[2].command(.requestFloor))
            stage.say(people[0].command(.muteAll(selfUnmute: true)), people[0].command(.unlock))
            stage.say(people[0].command(.promote(people[3].principal)))
            stage.say(people[2].command(.releaseFloor), people[0].command(.demote(people[3].principal)))
        }
        stage.sent = []
        return (stage, people)
    }

    /// What a session that comes back from `position` is sent on the room's stream.
    private func replayed(
        _ stage: HostStage,
        _ person: Person,
        from position: StreamPosition
    ) throws -> [ReceivedPush] {
        var person = person
        stage.sent = []
        stage.say(person.resume(from: [(.room, position)]))
        let attached = try #require(stage.takeSent().compactMap { $0.body.attached }.first { $0.stream == .room })
        return pushes(attached.frames)
    }

    @Test("the claim's slot is the epoch, and it grows with each restart")
    func epoch() {
        let stage = HostStage.open()
        #expect(stage.host.epoch == 1)
        let next = stage.restarted()
        #expect(next.host.epoch == 3)
        #expect(next.appends.map(\.slot) == [3])
        #expect((try? SlotRecord.decode(next.appends[0].record))?.claim == 1)
        #expect(next.notes == [.roomLoaded(Sample.room, slots: 2, epoch: 3)])
    }

    @Test("a room is the same after a restart", arguments: [1, 2, 3, 7, 1_000])
    func restored(slotsPerSnapshot: Int) {
        let (stage, _) = self.eventful(Self.limits(slotsPerSnapshot: slotsPerSnapshot))
        #expect((stage.logged?.snapshot != nil) == (slotsPerSnapshot < 1_000))
        let next = stage.restarted()
        #expect(next.host.room == stage.host.room)
        #expect(next.host.room.publicOffset == stage.host.room.publicOffset)
    }

    @Test("a snapshot is taken every so many slots, over restarts too")
    func rhythm() {
        let (stage, _) = self.eventful(Self.limits(slotsPerSnapshot: 5))
        let slots = stage.snapshots.map(\.upTo)
        #expect(slots == [5, 10, 15, 20, 25, 30])
        var next = stage.restarted()
        for _ in 0..<5 { next = next.restarted() }
        #expect(next.host.room == stage.host.room)
        #expect(next.host.snapshotSlot == 35)
    }

    @Test("a room is the same when the entries before its snapshot are gone")
    func trimmed() {
        let (stage, _) = self.eventful(Self.limits(slotsPerSnapshot: 7, ring: 3))
        let snapshot = stage.logged?.snapshot?.slot ?? 0
        #expect(snapshot > 7)
        #expect(stage.snapshots.last.map { $0.keepFrom > 7 } == true, "nothing was ever given up")
        stage.logged?.entries.removeAll { $0.slot <= snapshot }
        let next = stage.restarted()
        #expect(next.host.room == stage.host.room)
    }

    @Test("a resume is told which of the watched streams go on: a page that is gone does not")
    func watchingGoesOn() {
        let (stage, people) = self.eventful(Self.limits(slotsPerSnapshot: 1_000))
        var person = people[1]
        let here = StreamID.page(Sample.hebei.id, PageNumber(1))
        let gone = StreamID.page(Sample.hebei.id, PageNumber(9))
        let positions = [here, gone].map { (stream: $0, position: StreamPosition(epoch: 1, offset: 0)) }
        stage.say(person.resume(from: positions))
        let sent = stage.takeSent()
        let answer = sent.compactMap { $0.body.reply?.resumed }.first
        #expect(answer?.watching == [here])
        let attached = sent.compactMap { $0.body.attached?.stream }
        #expect(attached.contains(here) && !attached.contains(gone))
    }

    @Test("the room stream is replayed gap-free over a restart, under the offsets it had", arguments: [5, 1_000])
    func replay(slotsPerSnapshot: Int) throws {
        let (stage, people) = self.eventful(Self.limits(slotsPerSnapshot: slotsPerSnapshot))
        let last = stage.host.room.publicOffset
        let before = try self.replayed(stage, people[1], from: StreamPosition(epoch: 1, offset: 3))
        #expect(before.compactMap(\.header?.position.offset) == Array(4...last))
        let next = stage.restarted()
        // Sent from the last token that the first answer carried.
        var person = people[1]
        person.token += 1
        let after = try self.replayed(next, person, from: StreamPosition(epoch: 1, offset: 3))
        #expect(after.compactMap(\.header?.position.offset) == Array(4...last))
        #expect(after.map(\.method) == before.map(\.method))
        #expect(after.allSatisfy { $0.header?.position.epoch == next.host.epoch })
    }

    @Test("entries that the ring's replay needs outlive the snapshot, and no others do")
    func keepFrom() throws {
        let (stage, people) = self.eventful(Self.limits(slotsPerSnapshot: 6, ring: 5))
        let last = stage.host.room.publicOffset
        let next = stage.restarted()
        let kept = try self.replayed(next, people[1], from: StreamPosition(epoch: 1, offset: last - 5))
        #expect(kept.compactMap(\.header?.position.offset) == Array(last - 4...last))
        let slots = stage.logged?.entries.map(\.slot) ?? []
        #expect(slots.count < 16, "the log was never trimmed")
    }

    @Test("the stream goes on after a restart where it stopped")
    func goesOn() throws {
        let (stage, people) = self.eventful(Self.limits(slotsPerSnapshot: 1_000), rounds: 1)
        let last = stage.host.room.publicOffset
        let next = stage.restarted()
        var chair = people[0]
        next.say(chair.resume(from: [(.room, StreamPosition(epoch: 1, offset: last))]))
        let attached = next.takeSent().compactMap { $0.body.attached }.first { $0.stream == .room }
        #expect(attached?.frames.isEmpty == true, "nothing was missed")
        next.say(chair.command(.lock))
        let told = pushes(next.takeSent().compactMap { $0.body.delivered?.frame })
        #expect(told.map(\.method) == ["room.locked"])
        #expect(told.first?.header?.position == StreamPosition(epoch: next.host.epoch, offset: last + 1))
    }

    @Test("seats come back suspended, with a fresh grace, and the token still good")
    func seats() throws {
        let (stage, people) = self.eventful(BrokerLimits(), rounds: 0)
        stage.pass(.seconds(300))
        let next = stage.restarted()
        #expect(next.host.room.sessions == people.map(\.session))
        #expect(people.allSatisfy { next.host.room.connection(of: $0.session) == nil })
        next.run(.seconds(119))
        #expect(next.host.room.seatCount == 4)
        var back = people[2]
        next.say(back.resume())
        #expect(next.takeReply()?.resumed?.session == back.session)
        next.run(.seconds(2))
        #expect(next.host.room.sessions == [back.session])
    }

    @Test("a session that comes back after restarts has the token generation that it joined under", arguments: [1, 99])
    func generation(slotsPerSnapshot: Int) throws {
        let stage = HostStage.open(Self.limits(slotsPerSnapshot: slotsPerSnapshot))
        var (old, new) = (Person(1), Person(2))
        stage.say(old.join(generation: nil), new.join(generation: 7))
        let next = stage.restarted().restarted()
        next.say(old.resume())
        next.say(new.resume())
        let resumed = next.takeReplies().compactMap(\.resumed)
        #expect(resumed.map(\.session) == [old.session, new.session])
        #expect(resumed.map(\.generation) == [nil, 7])
        #expect(resumed.allSatisfy { $0.grant == nil })
    }

    @Test("time does not go back over a restart")
    func time() throws {
        let stage = HostStage.open()
        var chair = Person(1)
        stage.pass(.seconds(60))
        stage.say(chair.join())
        stage.wallClockMs -= 3_600_000
        let next = stage.restarted()
        next.say(chair.resume())
        next.sent = []
        next.say(chair.command(.lock, key: "k"))
        let receipt = try #require(next.takeReplies().compactMap(\.receipt).first)
        #expect(receipt.at.ms == Sample.wallClockMs + 60_000)
    }

    @Test("a command sent again after a restart gets its first receipt and is not carried out again")
    func receipts() throws {
        let (stage, people) = self.eventful(Self.limits(slotsPerSnapshot: 3), rounds: 1)
        let next = stage.restarted()
        var chair = people[0]
        next.say(chair.resume())
        next.sent = []
        let slots = next.appends.count
        next.say(chair.command(.lock, key: "lock 0"))
        #expect(next.takeReply()?.receipt?.at == Timestamp(ms: Sample.wallClockMs + 1_000))
        #expect(!next.host.room.isLocked)
        #expect(next.appends.count == slots)
    }
}
