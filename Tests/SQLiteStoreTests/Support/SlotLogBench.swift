// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Foundation
import LoopRuntime
import SQLiteStore
import SimulationKit
import Testing

/// An implementation of the port with whatever its completions need to run.
protocol SlotLogBench {
    var log: any SlotLog { get }
    var loop: any EventLoop { get }
    /// Lets time pass until `promise` holds `count` values.
    func wait<Value>(for promise: Promise<Value>, count: Int) -> [Value]
    /// Lets what runs unasked, such as saving a snapshot, come to its end.
    func settle()
}

extension SlotLogBench {
    /// Appends and waits for the answer.
    func append(_ record: [UInt8], to room: RoomID, at slot: Slot, listing: RoomListing? = nil) -> AppendOutcome? {
        let promise = Promise<AppendOutcome>()
        self.log.append(record, to: room, at: slot, listing: listing, on: self.loop) { promise.fulfil($0) }
        return self.wait(for: promise, count: 1).first
    }

    /// Loads and waits for the answer.
    func load(_ room: RoomID) throws -> LoggedRoom? {
        let promise = Promise<Result<LoggedRoom?, StoreFailure>>()
        self.log.load(room, on: self.loop) { promise.fulfil($0) }
        return try #require(self.wait(for: promise, count: 1).first).get()
    }
}

/// The log in a database of its own, answering on a real loop.
final class SQLiteBench: SlotLogBench {
    let folder: TemporaryFolder
    let database: SQLiteDatabase
    let store: SQLiteSlotLog
    let thread = EventLoopThread()

    var log: any SlotLog { self.store }
    var loop: any EventLoop { self.thread }

    convenience init() throws {
        try self.init(limits: SlotLogLimits())
    }

    init(limits: SlotLogLimits, folder: TemporaryFolder? = nil) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.database = try SQLiteDatabase(path: self.folder.file("plenary.db"))
        self.store = SQLiteSlotLog(database: self.database, limits: limits)
        self.thread.start(name: "bench")
    }

    deinit {
        self.shutDown()
    }

    func wait<Value>(for promise: Promise<Value>, count: Int) -> [Value] { promise.wait(forCount: count) }

    func settle() {
        let before = self.store.counters.snapshotsSaved
        for _ in 0..<500 where self.store.counters.snapshotsSaved == before { Thread.sleep(forTimeInterval: 0.002) }
    }

    func shutDown() {
        self.store.stop()
        self.database.close()
        self.thread.stop()
        self.thread.join()
    }
}

/// The log of a simulated world in fair weather.
final class SimulatedBench: SlotLogBench {
    private let world: SimulatedWorld
    let log: any SlotLog
    let loop: any EventLoop

    init() {
        self.world = SimulatedWorld(seed: 1, weather: .calm)
        self.log = SimulatedSlotLog(world: self.world)
        self.loop = self.world.makeLoop()
    }

    func wait<Value>(for promise: Promise<Value>, count: Int) -> [Value] {
        for _ in 0..<60 where promise.all.count < count { self.settle() }
        return promise.all
    }

    func settle() {
        self.world.run(until: self.world.now + .seconds(1))
    }
}

/// The implementations that the contract is asked of.
enum SlotLogBenchKind: CaseIterable {
    case sqlite
    case simulated

    func makeBench() throws -> any SlotLogBench {
        switch self {
        case .sqlite: try SQLiteBench()
        case .simulated: SimulatedBench()
        }
    }
}

extension RoomID {
    /// The room of that number.
    init(test number: UInt32) {
        guard let room = RoomID(100_000_000 + number) else { preconditionFailure("Not the number of a room") }
        self = room
    }
}
