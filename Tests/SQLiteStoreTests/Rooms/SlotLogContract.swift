// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Testing

// What every implementation of the port promises, asked of each of them. A new one gets a bench and a case of
// `SlotLogBenchKind`.

@Suite("A slot log keeps the port's promises")
struct SlotLogContract {
    private let room = RoomID(test: 1)

    /// Writes slots 1 to `count` of the room, slot n holding the byte n.
    private func fill(_ bench: any SlotLogBench, _ count: Slot) {
        for slot in 1...count { #expect(bench.append([UInt8(slot)], to: self.room, at: slot) == .durable) }
    }

    private func entry(_ slot: Slot) -> LoggedRoom.Entry { LoggedRoom.Entry(slot: slot, record: [UInt8(slot)]) }

    @Test("a room that nobody wrote to loads as nil", arguments: SlotLogBenchKind.allCases)
    func unknownRoomIsNil(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        #expect(try bench.load(self.room) == nil)
    }

    @Test("what was answered durable loads, in order", arguments: SlotLogBenchKind.allCases)
    func durableEntriesLoadInOrder(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 12)
        #expect(try bench.load(self.room) == LoggedRoom(snapshot: nil, entries: (1...12).map(self.entry)))
    }

    @Test(
        "a slot is written once, and a second append is told the bytes that stand there",
        arguments: SlotLogBenchKind.allCases
    )
    func slotIsWrittenOnce(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 2)
        #expect(bench.append([9, 9], to: self.room, at: 2) == .taken(by: [2]))
        #expect(bench.append([2], to: self.room, at: 2) == .taken(by: [2]), "our own bytes are told too")
        #expect(try bench.load(self.room)?.entries == [self.entry(1), self.entry(2)])
    }

    @Test(
        "of two appends to one slot at the same time one is durable and the other learns whose it is",
        arguments: SlotLogBenchKind.allCases
    )
    func secondOfTwoAtOnceIsTaken(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        let promise = Promise<AppendOutcome>()
        for record in [[UInt8(1)], [2]] {
            bench.log.append(record, to: self.room, at: 1, listing: nil, on: bench.loop) {
                promise.fulfil($0)
            }
        }
        let outcomes = bench.wait(for: promise, count: 2)
        let kept = try #require(try bench.load(self.room)?.entries.first?.record)
        #expect(outcomes.count { $0 == .durable } == 1)
        #expect(outcomes.count { $0 == .taken(by: kept) } == 1)
    }

    @Test("rooms do not touch each other", arguments: SlotLogBenchKind.allCases)
    func roomsAreSeparate(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 3)
        #expect(bench.append([7], to: RoomID(test: 2), at: 1) == .durable)
        #expect(try bench.load(RoomID(test: 2))?.entries == [LoggedRoom.Entry(slot: 1, record: [7])])
        #expect(try bench.load(self.room)?.entries.count == 3)
    }

    @Test("a slot that would leave a gap is not written", arguments: SlotLogBenchKind.allCases)
    func gapIsRefused(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 1)
        guard case .failed = bench.append([3], to: self.room, at: 3) else {
            Issue.record("slot 3 was accepted before slot 2")
            return
        }
        #expect(try bench.load(self.room)?.entries == [self.entry(1)])
    }

    @Test("a snapshot lets the entries before keepFrom go and no other", arguments: SlotLogBenchKind.allCases)
    func snapshotLetsEntriesGo(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 10)
        bench.log.saveSnapshot([80], of: self.room, upTo: 8, keepFrom: 5)
        bench.settle()
        let snapshot = LoggedRoom.Entry(slot: 8, record: [80])
        #expect(try bench.load(self.room) == LoggedRoom(snapshot: snapshot, entries: (5...10).map(self.entry)))
    }

    @Test("entries after the snapshot stay, whatever keepFrom says", arguments: SlotLogBenchKind.allCases)
    func entriesAfterTheSnapshotStay(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 6)
        bench.log.saveSnapshot([40], of: self.room, upTo: 4, keepFrom: 6)
        bench.settle()
        #expect(try bench.load(self.room)?.entries == [self.entry(5), self.entry(6)])
    }

    @Test("an older snapshot does not replace a newer one", arguments: SlotLogBenchKind.allCases)
    func newerSnapshotWins(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 6)
        bench.log.saveSnapshot([50], of: self.room, upTo: 5, keepFrom: 1)
        bench.settle()
        bench.log.saveSnapshot([30], of: self.room, upTo: 3, keepFrom: 4)
        bench.settle()
        let loaded = try bench.load(self.room)
        #expect(loaded?.snapshot == LoggedRoom.Entry(slot: 5, record: [50]))
        #expect(loaded?.entries.count == 6, "an older snapshot lets nothing go")
    }

    @Test(
        "slots go on where a snapshot of everything ended, and none is written twice",
        arguments: SlotLogBenchKind.allCases
    )
    func slotsGoOnAfterASnapshotOfAll(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        self.fill(bench, 4)
        bench.log.saveSnapshot([40], of: self.room, upTo: 4, keepFrom: 5)
        bench.settle()
        #expect(try bench.load(self.room)?.entries == [])
        guard case .taken = bench.append([1], to: self.room, at: 4) else {
            Issue.record("a slot that a snapshot let go was written again")
            return
        }
        #expect(bench.append([5], to: self.room, at: 5) == .durable)
        #expect(try bench.load(self.room)?.entries == [self.entry(5)])
    }

    @Test("answers come on the caller's loop, once each", arguments: SlotLogBenchKind.allCases)
    func answersComeOnTheLoop(_ kind: SlotLogBenchKind) throws {
        let bench = try kind.makeBench()
        let loop = bench.loop
        let promise = Promise<Int>()
        bench.log.append([1], to: self.room, at: 1, listing: nil, on: loop) { _ in
            loop.checkIsolated()
            promise.fulfil(1)
        }
        #expect(bench.wait(for: promise, count: 1) == [1])
        bench.log.load(self.room, on: loop) { _ in
            loop.checkIsolated()
            promise.fulfil(2)
        }
        #expect(bench.wait(for: promise, count: 2) == [1, 2], "each is called once")
    }
}
