// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import GRDB
import LoopRuntime
import Testing

@testable import SQLiteStore

/// What the database adds to the contract of the port: batches, failures, bounds, an ordered stop, the listing.
@Suite("The slot log in SQLite")
struct SQLiteSlotLogTests {
    private func listing(_ number: UInt32, _ title: String, isEnded: Bool = false) -> RoomListing {
        RoomListing(
            room: RoomID(test: number),
            title: title,
            chair: Principal(.account, UInt64.max - UInt64(number)),
            createdAt: Timestamp(ms: 1_764_000_000_000 + Int64(number)),
            isEnded: isEnded
        )
    }

    @Test("appends that gather while the disk is busy share a commit, and answers keep their order")
    func groupCommit() throws {
        let bench = try SQLiteBench()
        let promise = Promise<Slot>()
        for slot in 1...2_000 as ClosedRange<Slot> {
            bench.log.append([1], to: RoomID(test: 1), at: slot, listing: nil, on: bench.loop) { outcome in
                if outcome == .durable { promise.fulfil(slot) }
            }
        }
        #expect(promise.wait(forCount: 2_000) == Array(1...2_000))
        #expect(bench.store.counters.slotsWritten == 2_000)
        #expect(bench.store.counters.commits < 200)
    }

    @Test("a full disk fails the appends of that time, writes none of them, and is forgotten once there is room")
    func fullDisk() throws {
        let bench = try SQLiteBench()
        let room = RoomID(test: 1)
        #expect(bench.append([1], to: room, at: 1) == .durable)
        try bench.database.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        let big = [UInt8](repeating: 2, count: 100_000)
        guard case .failed(let failure) = bench.append(big, to: room, at: 2) else {
            Issue.record("a full disk was not noticed")
            return
        }
        #expect(failure.cause.hasPrefix("full"))
        #expect(bench.store.counters.failures == 1)
        #expect(try bench.load(room)?.entries.count == 1)
        try bench.database.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA max_page_count = 1000000")
        }
        #expect(bench.append(big, to: room, at: 2) == .durable)
    }

    @Test("beyond its bounds an append is refused at once, and those before it are not harmed")
    func overflow() throws {
        var limits = SlotLogLimits()
        limits.appendsMax = 4
        let bench = try SQLiteBench(limits: limits)
        let (durable, failed) = (Promise<UInt32>(), Promise<UInt32>())
        // The writer cannot pass while this holds the database; what it has taken no longer waits.
        bench.database.pool.writeWithoutTransaction { _ in
            for room in 1...20 as ClosedRange<UInt32> {
                bench.log.append([1], to: RoomID(test: room), at: 1, listing: nil, on: bench.loop) { outcome in
                    if outcome == .durable { durable.fulfil(room) } else { failed.fulfil(room) }
                }
            }
            #expect(failed.wait(forCount: 12).count >= 12)
        }
        durable.wait(forCount: 20 - failed.all.count)
        #expect(Set(durable.all + failed.all) == Set(1...20))
        #expect(durable.all.count >= 4)
        #expect(bench.store.counters.overflows == UInt64(failed.all.count))
    }

    @Test("a record longer than any can be fails alone")
    func longRecord() throws {
        let bench = try SQLiteBench()
        let long = [UInt8](repeating: 0, count: SlotTable.recordBytesMax + 1)
        guard case .failed = bench.append(long, to: RoomID(test: 1), at: 1) else {
            Issue.record("a record of 64 MiB was written")
            return
        }
        #expect(bench.append([1], to: RoomID(test: 1), at: 1) == .durable)
    }

    @Test("what was accepted before the stop is written and answered; later calls fail")
    func orderedStop() throws {
        let folder = try TemporaryFolder()
        let bench = try SQLiteBench(limits: SlotLogLimits(), folder: folder)
        let promise = Promise<AppendOutcome>()
        for slot in 1...500 as ClosedRange<Slot> {
            bench.log.append([3], to: RoomID(test: 1), at: slot, listing: nil, on: bench.loop) { promise.fulfil($0) }
        }
        bench.log.saveSnapshot([9], of: RoomID(test: 1), upTo: 400, keepFrom: 300)
        bench.store.stop()
        #expect(promise.wait(forCount: 500) == Array(repeating: .durable, count: 500))
        let late = bench.append([3], to: RoomID(test: 1), at: 501)
        #expect(late != .durable)
        #expect(throws: StoreFailure.self) { try bench.load(RoomID(test: 1)) }
        bench.shutDown()
        let next = try SQLiteBench(limits: SlotLogLimits(), folder: folder)
        let loaded = try #require(try next.load(RoomID(test: 1)))
        #expect(loaded.snapshot == LoggedRoom.Entry(slot: 400, record: [9]))
        #expect(loaded.entries.map(\.slot) == Array(300...500))
    }

    @Test("a listing is replaced together with the slot that changed it, and not by a slot that was taken")
    func listings() throws {
        let bench = try SQLiteBench()
        let flood = RoomID(test: 1)
        #expect(bench.append([1], to: flood, at: 1, listing: self.listing(1, "防汛会商")) == .durable)
        #expect(bench.append([1], to: RoomID(test: 2), at: 1, listing: self.listing(2, "Budget")) == .durable)
        #expect(bench.append([2], to: flood, at: 1, listing: self.listing(1, "stolen")) == .taken(by: [1]))
        #expect(try bench.store.listings(isEnded: nil).map(\.title) == ["Budget", "防汛会商"])
        #expect(bench.append([2], to: flood, at: 2, listing: self.listing(1, "防汛会商", isEnded: true)) == .durable)
        #expect(try bench.store.listings(isEnded: false) == [self.listing(2, "Budget")])
        #expect(try bench.store.listings(isEnded: true) == [self.listing(1, "防汛会商", isEnded: true)])
        #expect(try bench.store.listings(isEnded: nil, titled: "bUDg").count == 1)
        #expect(try bench.store.listings(isEnded: nil, titled: "防汛").count == 1)
        #expect(try bench.store.listings(isEnded: nil, limit: 1).map(\.title) == ["Budget"])
        #expect(try bench.store.listing(of: flood) == self.listing(1, "防汛会商", isEnded: true))
        #expect(try bench.store.listing(of: RoomID(test: 3)) == nil)
    }

    @Test("a chair's open rooms are listed newest first, without those of others, those that ended and those too many")
    func openListings() throws {
        let bench = try SQLiteBench()
        let chair = Principal(.account, 7)
        for (number, owner) in [(UInt32(1), chair), (2, Principal(.account, 8)), (3, chair), (4, chair)] {
            let listing = RoomListing(
                room: RoomID(test: number),
                title: "\(number)",
                chair: owner,
                createdAt: Timestamp(ms: 1_000 - Int64(number)),
                isEnded: number == 3
            )
            #expect(bench.append([1], to: listing.room, at: 1, listing: listing) == .durable)
        }
        #expect(try bench.store.openListings(chairedBy: chair, limit: 9).map(\.title) == ["1", "4"])
        #expect(try bench.store.openListings(chairedBy: chair, limit: 1).map(\.title) == ["1"])
        #expect(try bench.store.openListings(chairedBy: Principal(.terminal, 7), limit: 9).isEmpty)
    }

    @Test("a chair's rooms are found by an index, whatever there is of others")
    func openListingsIndex() throws {
        let bench = try SQLiteBench()
        let plan = try bench.database.read(while: "testing") { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(RoomTable.openOfChair)", arguments: [0, 7, 9])
                .map { row -> String in row["detail"] }
        }
        #expect(plan.first?.contains("rooms_by_chair") == true, "\(plan)")
    }

    /// What a loop says of itself, the question included.
    private func hops(of loop: EventLoopThread) -> UInt64 {
        let promise = Promise<UInt64>()
        loop.post { promise.fulfil(loop.counters.crossThreadHops) }
        return promise.wait().first ?? 0
    }

    @Test("each loop gets one post for a batch, with its answers in order")
    func deliveries() {
        let loops = [EventLoopThread(), EventLoopThread()]
        for loop in loops { loop.start(name: "delivery") }
        let before = loops.map(self.hops)
        let promises = [Promise<Int>(), Promise<Int>()]
        var deliveries = Deliveries()
        for number in 0..<10 {
            let promise = promises[number % 2]
            deliveries.add(on: loops[number % 2]) { promise.fulfil(number) }
        }
        deliveries.post()
        #expect(promises[0].wait(forCount: 5) == [0, 2, 4, 6, 8])
        #expect(promises[1].wait(forCount: 5) == [1, 3, 5, 7, 9])
        #expect(zip(loops.map(self.hops), before).map { $0 - $1 } == [2, 2], "the batch, and the question itself")
        for loop in loops { loop.stop() }
        for loop in loops { loop.join() }
    }
}
