// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import LoopRuntime

// What a database does at its worst, without losing what it has said is durable: it is slow, it fails before the write
// or only after it, it is out for longer than a host's patience, and another host may write first. It outlives its
// node, as a disk does: a crash drops or finishes what was under way.

/// The write-once log of every room of a world.
public final class SimulatedSlotLog: SlotLog {
    /// What the disk holds of one room.
    private struct Shelf {
        var snapshot: LoggedRoom.Entry?
        var entries: [LoggedRoom.Entry] = []
        /// Every entry ever written, also those that a snapshot let go.
        var history: [LoggedRoom.Entry] = []
        /// Who wrote each of them: the lane of the host's loop, or zero for a host of another node.
        var writers: [Int] = []
        var listing: RoomListing?
        var nextSlot: Slot { UInt64(self.history.count) + 1 }
    }

    /// An append that is under way.
    private final class Write: Sendable {
        enum Fate {
            /// Exits: `written` when it reaches the disk; `dropped` by a crash.
            case waiting
            case written
            case dropped
        }

        let fate = Confined(Fate.waiting)
        let room: RoomID
        let slot: Slot
        let record: [UInt8]
        let listing: RoomListing?
        let writer: Int

        init(room: RoomID, slot: Slot, record: [UInt8], listing: RoomListing?, writer: Int) {
            self.writer = writer
            self.room = room
            self.slot = slot
            self.record = record
            self.listing = listing
        }
    }

    private struct State {
        /// Looked up by room only; listed through `rooms`.
        var shelves: [RoomID: Shelf] = [:]
        var rooms: [RoomID] = []
        var writes: [Write] = []
        var outageUntil: Duration = .zero
        var random: SeededGenerator
        var isCalm = false
        /// Called once, when the next append is under way.
        var onAppend: (() -> Void)?
    }

    private let world: SimulatedWorld
    private let state: Confined<State>

    public init(world: SimulatedWorld) {
        self.world = world
        self.state = Confined(State(random: world.makeGenerator(0x5107)))
    }

    // MARK: Looking in

    /// Rooms that have at least one entry, in the order of their first.
    public var rooms: [RoomID] { self.state.value.rooms }

    /// Every entry that was ever durable, oldest first.
    public func history(of room: RoomID) -> [LoggedRoom.Entry] { self.state.value.shelves[room]?.history ?? [] }

    /// Who wrote each entry: the number of the host's loop in the world, or zero for a host of another node.
    public func writers(of room: RoomID) -> [Int] { self.state.value.shelves[room]?.writers ?? [] }

    public func listing(of room: RoomID) -> RoomListing? { self.state.value.shelves[room]?.listing }

    /// What a host would load now.
    public func contents(of room: RoomID) -> LoggedRoom? {
        guard let shelf = self.state.value.shelves[room], !shelf.history.isEmpty else { return nil }
        return LoggedRoom(snapshot: shelf.snapshot, entries: shelf.entries)
    }

    // MARK: Faults

    /// Fails everything until `duration` has passed.
    public func startOutage(of duration: Duration) {
        self.world.count(.storeOutage)
        self.state.value.outageUntil = self.world.now + duration
    }

    /// Another host writes the next slot of `room`.
    public func usurp(_ room: RoomID, with record: [UInt8]) {
        guard let slot = self.state.value.shelves[room]?.nextSlot else { return }
        self.world.count(.slotUsurped)
        _ = self.write(record, to: room, at: slot, listing: nil, by: 0)
    }

    /// Has `body` called, by the world, when the next append is on its way to the disk.
    public func whenAppending(_ body: @escaping () -> Void) {
        self.state.value.onAppend = body
    }

    /// The node dies: each write under way is lost, or was just finished, or comes later than anybody expects.
    public func crash() {
        let writes = self.state.value.writes
        self.state.value.writes = []
        for write in writes {
            switch self.state.value.random.below(8) {
            case 0, 1: self.finish(write)
            case 2...6:
                self.world.count(.lateWriteOfDeadHost)
                let delay = self.state.value.random.delay(upTo: .seconds(2))
                self.world.after(delay) { self.finish(write) }
                continue
            default: break
            }
            if case .waiting = write.fate.value { write.fate.value = .dropped }
        }
    }

    /// From now on nothing fails.
    public func calmDown() {
        self.state.value.isCalm = true
        self.state.value.outageUntil = .zero
    }

    // MARK: SlotLog

    public func load(
        _ room: RoomID,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    ) {
        let latency = self.drawLatency()
        let isFailing = self.isOut || self.draws(permille: self.world.weather.failedLoadsPermille)
        self.world.after(latency) {
            self.world.note(.logAnswered, UInt64(room.number), isFailing ? 1 : 0)
            guard !isFailing else {
                if !self.state.value.isCalm { self.world.count(.storeFailedBeforeWrite) }
                return loop.post { completion(.failure(Self.failure)) }
            }
            let contents = self.contents(of: room)
            loop.post { completion(.success(contents)) }
        }
    }

    public func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        on loop: any EventLoop,
        completion: @escaping @Sendable (AppendOutcome) -> Void
    ) {
        let writer = (loop as? SimulatedLoop)?.lane ?? 0
        let write = Write(room: room, slot: slot, record: record, listing: listing, writer: writer)
        if let onAppend = self.state.value.onAppend {
            self.state.value.onAppend = nil
            self.world.after(self.state.value.random.delay(upTo: .milliseconds(2)), onAppend)
        }
        let fault = self.drawFault()
        self.state.value.writes.append(write)
        self.world.after(fault == .storeStalled ? self.drawStall() : self.drawLatency()) {
            if case .dropped = write.fate.value { return }
            if let fault { self.world.count(fault) }
            if fault == .storeFailedBeforeWrite {
                self.forget(write)
                return loop.post { completion(.failed(Self.failure)) }
            }
            let outcome = self.finish(write)
            self.world.after(self.drawLatency()) {
                self.world.note(.logAnswered, UInt64(room.number), slot, fault == .storeFailedAfterWrite ? 1 : 0)
                loop.post { completion(fault == .storeFailedAfterWrite ? .failed(Self.failure) : outcome) }
            }
        }
    }

    public func saveSnapshot(_ record: [UInt8], of room: RoomID, upTo slot: Slot, keepFrom: Slot) {
        let isLost = self.isOut || self.draws(permille: self.world.weather.lostSnapshotsPermille)
        self.world.after(self.drawLatency()) {
            guard !isLost else { return self.world.count(.snapshotLost) }
            guard var shelf = self.state.value.shelves[room] else { return }
            guard slot < shelf.nextSlot else {
                return self.world.violate("a snapshot of room \(room.number) covers slot \(slot), which is not written")
            }
            guard (shelf.snapshot?.slot ?? 0) < slot else { return }
            shelf.snapshot = LoggedRoom.Entry(slot: slot, record: record)
            shelf.entries.removeAll { $0.slot < keepFrom && $0.slot <= slot }
            self.state.value.shelves[room] = shelf
            self.world.note(.logWritten, UInt64(room.number), slot, Trace.digest(record))
        }
    }

    // MARK: The disk

    private static let failure = StoreFailure(while: "using the simulated disk", cause: "fault plan")

    private var isOut: Bool { !self.state.value.isCalm && self.world.now < self.state.value.outageUntil }

    private func draws(permille: Int) -> Bool {
        !self.state.value.isCalm && self.state.value.random.chance(permille: permille)
    }

    private func drawFault() -> FaultKind? {
        if self.isOut { return self.draws(permille: 300) ? .storeFailedAfterWrite : .storeFailedBeforeWrite }
        if self.draws(permille: self.world.weather.failedAppendsPermille) { return .storeFailedBeforeWrite }
        if self.draws(permille: self.world.weather.failedAppendsPermille) { return .storeFailedAfterWrite }
        return self.draws(permille: self.world.weather.stalledAppendsPermille) ? .storeStalled : nil
    }

    private func drawLatency() -> Duration {
        let longest: Duration = self.draws(permille: 20) ? .milliseconds(400) : .milliseconds(8)
        return .microseconds(200) + self.state.value.random.delay(upTo: longest)
    }

    private func drawStall() -> Duration { .seconds(8) + self.state.value.random.delay(upTo: .seconds(8)) }

    private func forget(_ write: Write) {
        self.state.value.writes.removeAll { $0 === write }
    }

    @discardableResult
    private func finish(_ write: Write) -> AppendOutcome {
        self.forget(write)
        guard case .waiting = write.fate.value else { return .failed(Self.failure) }
        write.fate.value = .written
        return self.write(write.record, to: write.room, at: write.slot, listing: write.listing, by: write.writer)
    }

    private func write(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        by writer: Int
    ) -> AppendOutcome {
        let nextSlot = self.state.value.shelves[room]?.nextSlot ?? 1
        guard slot >= nextSlot else {
            guard slot >= 1, let shelf = self.state.value.shelves[room] else {
                preconditionFailure("Slots begin at 1")
            }
            return .taken(by: shelf.history[Int(slot) - 1].record)
        }
        guard slot == nextSlot else {
            self.world.violate("slot \(slot) of room \(room.number) is written before slot \(nextSlot)")
            return .failed(Self.failure)
        }
        if nextSlot == 1 { self.state.value.rooms.append(room) }
        // Taken out while it grows: a copy of a long history for each write would be quadratic.
        var shelf = self.state.value.shelves.removeValue(forKey: room) ?? Shelf()
        let entry = LoggedRoom.Entry(slot: slot, record: record)
        shelf.entries.append(entry)
        shelf.history.append(entry)
        shelf.writers.append(writer)
        if let listing { shelf.listing = listing }
        self.state.value.shelves[room] = shelf
        self.world.note(.logWritten, UInt64(room.number), slot, Trace.digest(record))
        return .durable
    }
}
