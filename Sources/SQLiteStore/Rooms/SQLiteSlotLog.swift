// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import LoopRuntime

/// The write-once log of every room of a node, in its database.
///
/// One thread writes, in group commits; one reads. `.durable` means that a commit with `synchronous=FULL` has returned.
/// After `.failed` nothing is known to have been written, and the next append may succeed: the log needs no repair from
/// outside. A slot that a snapshot has let go answers `.taken(by: [])`, since its bytes are gone.
public final class SQLiteSlotLog: SlotLog {
    private let database: SQLiteDatabase
    private let writer: SlotWriter
    private let loader: RoomLoader
    private let counts: Guarded<SlotLogCounters>
    private let threads: [WorkThread]

    /// Starts both threads; they run until ``stop()``.
    public init(database: SQLiteDatabase, limits: SlotLogLimits = SlotLogLimits()) {
        let counts = Guarded(SlotLogCounters())
        let writer = SlotWriter(database: database, limits: limits, counts: counts)
        let loader = RoomLoader(database: database, limits: limits)
        self.database = database
        self.counts = counts
        self.writer = writer
        self.loader = loader
        self.threads = [
            WorkThread(name: "slot-writer") { writer.run() }, WorkThread(name: "room-loader") { loader.run() },
        ]
    }

    /// What was done so far, for the metrics; callable from any thread.
    public var counters: SlotLogCounters { self.counts.withLock { $0 } }

    /// Writes what was accepted, answers it, and ends both threads; later calls answer a failure.
    ///
    /// Blocks, so it is called off the loops, and before they stop: completions are posted to them.
    public func stop() {
        self.writer.stop()
        self.loader.stop()
        for thread in self.threads { thread.join() }
    }

    // MARK: SlotLog

    public func load(
        _ room: RoomID,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    ) {
        guard !self.loader.enqueue(RoomLoader.Load(room: room, loop: loop, completion: completion)) else { return }
        loop.post { completion(.failure(Self.overload(while: "loading room \(room.number)"))) }
    }

    public func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        on loop: any EventLoop,
        completion: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        precondition(slot >= 1, "Slots begin at 1")
        let activity = "appending to room \(room.number)"
        guard record.count <= SlotTable.recordBytesMax else {
            let failure = StoreFailure(while: activity, cause: "a record of \(record.count) bytes is too long")
            return loop.post { completion(.failed(failure)) }
        }
        let append = SlotWriter.Append(
            record: record,
            room: room,
            slot: slot,
            listing: listing,
            loop: loop,
            completion: completion
        )
        guard !self.writer.enqueue(append) else { return }
        self.counts.withLock { $0.overflows += 1 }
        loop.post { completion(.failed(Self.overload(while: activity))) }
    }

    public func saveSnapshot(_ record: [UInt8], of room: RoomID, upTo slot: Slot, keepFrom: Slot) {
        guard record.count <= SlotTable.recordBytesMax else {
            return self.counts.withLock { $0.snapshotsDropped += 1 }
        }
        self.writer.enqueue(SlotWriter.Snapshot(record: record, room: room, slot: slot, keepFrom: keepFrom))
    }

    // MARK: Listings

    /// Rooms as of their last change, newest first; blocks, so it is called on a worker thread.
    ///
    /// - Parameters:
    ///   - isEnded: Only rooms that have ended, or only those that have not; nil for both.
    ///   - part: What their title contains, letters A to Z in either case; nil for any.
    public func listings(
        isEnded: Bool?,
        titled part: String? = nil,
        limit: Int = 1_000
    ) throws(SQLiteStoreError) -> [RoomListing] {
        try self.database.read(while: "listing rooms") { db in
            try RoomTable.listings(isEnded: isEnded, titled: part, limit: limit, db)
        }
    }

    /// The open rooms of one chair as of their last change, newest first; blocks, so it is called on a worker thread.
    public func openListings(chairedBy chair: Principal, limit: Int) throws(SQLiteStoreError) -> [RoomListing] {
        try self.database.read(while: "listing the rooms of \(chair.kind):\(chair.id)") { db in
            try RoomTable.openListings(chairedBy: chair, limit: limit, db)
        }
    }

    /// One room as of its last change; nil when the database does not know it.
    ///
    /// Blocks, so it is called on a worker thread.
    public func listing(of room: RoomID) throws(SQLiteStoreError) -> RoomListing? {
        try self.database.read(while: "looking up room \(room.number)") { db in try RoomTable.listing(of: room, db) }
    }

    private static func overload(while activity: String) -> StoreFailure {
        StoreFailure(while: activity, cause: "too much waits already, or the store is stopping")
    }
}
