// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import GRDB
internal import LoopRuntime

// Group commit. An append that comes while nothing is under way is written at once. What comes while the disk syncs
// goes together in the next transaction. Hosts answer a commit with their next append, each a little later than the
// other; so after a transaction with several the writer waits for as many again, but no longer than that transaction
// took and never more than 5 ms. Otherwise the fastest host would get a sync of its own and every other host two.

/// The one thread that writes rooms.
final class SlotWriter: Sendable {
    struct Append: Sendable {
        let record: [UInt8]
        let room: RoomID
        let slot: Slot
        let listing: RoomListing?
        let loop: any EventLoop
        let completion: @Sendable (AppendOutcome) -> Void
    }

    struct Snapshot: Sendable {
        let record: [UInt8]
        let room: RoomID
        let slot: Slot
        let keepFrom: Slot
    }

    private enum Work {
        case appends([Append])
        case snapshot(Snapshot)
        case end
    }

    private struct State {
        var appends: [Append] = []
        var appendBytes = 0
        /// The newest of each room, in the order in which the rooms came.
        var snapshots: [RoomID: Snapshot] = [:]
        var snapshotOrder: [RoomID] = []
        var snapshotBytes = 0
        /// Transactions with appends since the last snapshot.
        var commitsSinceSnapshot = 0
        var isStopping = false
    }

    /// Under lasting load a snapshot is saved after this many transactions with appends, so that logs stay short.
    private static let commitsPerSnapshot = 16

    private let database: SQLiteDatabase
    private let limits: SlotLogLimits
    private let counts: Guarded<SlotLogCounters>
    private let state = Monitor(State())

    init(database: SQLiteDatabase, limits: SlotLogLimits, counts: Guarded<SlotLogCounters>) {
        self.database = database
        self.limits = limits
        self.counts = counts
    }

    // MARK: Any thread

    /// False when too much waits or the writer stops; then the completion is still the caller's to call.
    func enqueue(_ append: Append) -> Bool {
        self.state.change { state in
            guard !state.isStopping, state.appends.count < self.limits.appendsMax else { return false }
            guard state.appendBytes + append.record.count <= self.limits.appendBytesMax else { return false }
            state.appends.append(append)
            state.appendBytes += append.record.count
            return true
        }
    }

    /// Takes a snapshot in place of an older one of its room; drops it when too much waits.
    func enqueue(_ snapshot: Snapshot) {
        let isTaken = self.state.change { state in
            let waiting = state.snapshots[snapshot.room]
            let bytes = state.snapshotBytes - (waiting?.record.count ?? 0) + snapshot.record.count
            guard !state.isStopping, bytes <= self.limits.snapshotBytesMax else { return false }
            guard (waiting?.slot ?? 0) < snapshot.slot else { return true }
            if waiting == nil { state.snapshotOrder.append(snapshot.room) }
            state.snapshots[snapshot.room] = snapshot
            state.snapshotBytes = bytes
            return true
        }
        if !isTaken { self.counts.withLock { $0.snapshotsDropped += 1 } }
    }

    /// What was taken is still written; then ``run()`` returns.
    func stop() {
        self.state.change { $0.isStopping = true }
    }

    // MARK: The writer's thread

    func run() {
        var company = 0
        var patience = Duration.zero
        while true {
            if company > 1 {
                self.state.wait(atMost: patience) { $0.appends.count >= company || $0.isStopping }
            }
            switch self.state.wait(for: self.nextWork) {
            case .appends(let batch):
                let elapsed = ContinuousClock().measure { self.commit(batch) }
                company = batch.count
                patience = min(elapsed, self.limits.gatherMax)
            case .snapshot(let snapshot):
                self.save(snapshot)
            case .end:
                return
            }
        }
    }

    private func nextWork(_ state: inout State) -> Work? {
        let isSnapshotDue = state.appends.isEmpty || state.commitsSinceSnapshot >= Self.commitsPerSnapshot
        if isSnapshotDue, let room = state.snapshotOrder.first, let snapshot = state.snapshots[room] {
            state.snapshotOrder.removeFirst()
            state.snapshots[room] = nil
            state.snapshotBytes -= snapshot.record.count
            state.commitsSinceSnapshot = 0
            return .snapshot(snapshot)
        }
        guard !state.appends.isEmpty else { return state.isStopping ? .end : nil }
        let batch = Array(state.appends.prefix(self.limits.batchMax))
        state.appends.removeFirst(batch.count)
        state.appendBytes -= batch.reduce(0) { $0 + $1.record.count }
        state.commitsSinceSnapshot += 1
        return .appends(batch)
    }

    /// Writes a batch in one transaction and tells everybody how it ended.
    private func commit(_ batch: [Append]) {
        var outcomes: [AppendOutcome]
        let start = ContinuousClock.now
        do {
            outcomes = try self.database.write(while: "appending to \(batch.count) slots") { db in
                try batch.map { item in
                    try SlotTable.append(item.record, to: item.room, at: item.slot, listing: item.listing, db)
                }
            }
            let elapsed = ContinuousClock.now - start
            let written = outcomes.count { $0 == .durable }
            self.counts.withLock { counts in
                counts.commits += 1
                counts.slotsWritten += UInt64(written)
                counts.commitLongest = max(counts.commitLongest, elapsed)
            }
        } catch {
            outcomes = Array(repeating: .failed(error.storeFailure), count: batch.count)
            self.counts.withLock { $0.failures += 1 }
        }
        var deliveries = Deliveries()
        for (item, outcome) in zip(batch, outcomes) {
            deliveries.add(on: item.loop) { item.completion(outcome) }
        }
        deliveries.post()
    }

    private func save(_ snapshot: Snapshot) {
        do {
            try self.database.write(while: "saving a snapshot of room \(snapshot.room.number)") { db in
                try SlotTable.save(
                    snapshot.record,
                    of: snapshot.room,
                    upTo: snapshot.slot,
                    keepFrom: snapshot.keepFrom,
                    db
                )
            }
            self.counts.withLock { $0.snapshotsSaved += 1 }
        } catch {
            self.counts.withLock { $0.failures += 1 }
        }
    }
}
