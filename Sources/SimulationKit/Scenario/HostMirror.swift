// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Wire

// The `Witness` holds clients to one another; this holds the first who reaches a state to the host, so all of them
// together see what the host sees, at every version, at the cost of one comparison for each version.

/// Compares each state that clients reach with the host's own at that version, and counts with what can be.
final class HostMirror {
    private struct Newest {
        let epoch: UInt64
        let offset: UInt64
        let version: StreamVersion
    }

    private let world: SimulatedWorld
    /// Participants that there can be at a time.
    private let participantsMax: Int
    private let inspect: (RoomID) -> RoomInspection?
    private var newest: [ViewKey: Newest] = [:]
    /// Whether nobody leaves at present, so that no count may fall and nobody may go from a page.
    ///
    /// Pages must not split meanwhile.
    var isNobodyLeaving = false
    /// States that the host had left behind when the first client reached them.
    private(set) var missedCount = 0
    private(set) var comparedCount = 0

    init(
        of witness: Witness,
        participantsMax: Int,
        inspect: @escaping (RoomID) -> RoomInspection?
    ) {
        self.world = witness.world
        self.participantsMax = participantsMax
        self.inspect = inspect
        witness.onVersion = { [unowned self] key, version in self.reached(version, key) }
    }

    private func reached(_ version: StreamVersion, _ key: PushKey) {
        self.compareWithHost(version, key)
        if case .summary(let state) = version.state { self.checkCounts(state, key) }
        // The room's series goes on over epochs, so its keys have none.
        let newest = self.newest[key.view]
        if let newest, (newest.epoch, newest.offset) > (key.epoch, key.offset) { return }
        if self.isNobodyLeaving, let newest { self.checkNobodyLeft(newest.version, version, key) }
        self.newest[key.view] = Newest(epoch: key.epoch, offset: key.offset, version: version)
    }

    private func compareWithHost(_ version: StreamVersion, _ key: PushKey) {
        guard let isEqual = self.isEqual(version.state, key) else {
            self.missedCount += 1
            return
        }
        self.comparedCount += 1
        self.world.check(.hostAtVersion, isEqual, "\(key) is not as the host has it")
    }

    /// Nil when the host is not at that version any more.
    private func isEqual(_ state: StreamState, _ key: PushKey) -> Bool? {
        guard let room = RoomID(key.view.room.number), let inspection = self.inspect(room), inspection.isServing else {
            return nil
        }
        guard case .room(let state) = state else {
            guard inspection.epoch == key.epoch else { return nil }
            return self.isEqual(state, inspection.room.roster, key)
        }
        guard inspection.room.publicOffset == key.offset else { return nil }
        let position = StreamPosition(epoch: inspection.epoch, offset: key.offset)
        return Convergence.problem(with: state, at: position, in: inspection.room) == nil
    }

    private func isEqual(_ state: StreamState, _ roster: Roster, _ key: PushKey) -> Bool? {
        switch (state, key.view.stream) {
        case (.summary(let state), .summary): self.isEqual(state, roster.snapshot(.summary), key)
        case (.summary(let state), .unitSummary(let unit)):
            self.isEqual(state, roster.snapshot(.unitSummary(UnitID(unit))), key)
        case (.page(let state), .page(let unit, let page)):
            self.isEqual(state, roster.snapshot(.page(UnitID(unit), PageNumber(page))), key)
        default: false
        }
    }

    private func isEqual(_ state: WireSummaryState, _ snapshot: RosterSnapshot?, _ key: PushKey) -> Bool? {
        guard case .summary(let told) = snapshot, told.offset == key.offset else { return nil }
        guard told.rows.count == state.rows.count, told.counts.count == state.counts.count else { return false }
        let areRowsEqual = zip(told.rows, state.rows).allSatisfy { told, row in
            told.row == Int(row.row) && told.unit.rawValue == row.unit && told.name == row.name
                && told.order == row.order
        }
        return areRowsEqual
            && zip(told.counts, state.counts).allSatisfy { told, counts in
                told.joined == Int32(counts.joined) && told.people == Int32(counts.people)
                    && told.hands == Int32(counts.hands) && told.muted == Int32(counts.muted)
            }
    }

    private func isEqual(_ state: WirePageState, _ snapshot: RosterSnapshot?, _ key: PushKey) -> Bool? {
        guard case .page(let told) = snapshot, told.offset == key.offset else { return nil }
        guard told.entries.map(\.principal.told) == state.entries.map(\.participant) else { return false }
        return told.next?.rawValue == state.next
            && zip(told.entries, state.entries).allSatisfy { Convergence.isSame($0, $1) }
    }

    // MARK: Counts

    /// Nobody counts twice, and in these worlds everybody sits in a unit without units below it.
    private func checkCounts(_ state: WireSummaryState, _ key: PushKey) {
        guard let whole = state.counts.first else { return }
        let parts = state.counts.dropFirst().reduce(0) { $0 + Int($1.joined) }
        self.world.check(
            .countsBounded,
            Int(whole.joined) <= self.participantsMax && (state.counts.count == 1 || Int(whole.joined) == parts),
            "\(key) counts \(whole.joined) of \(self.participantsMax), and \(parts) in parts"
        )
    }

    private func checkNobodyLeft(_ old: StreamVersion, _ new: StreamVersion, _ key: PushKey) {
        switch (old.state, new.state) {
        case (.summary(let old), .summary(let new)):
            let joined = Dictionary(
                zip(new.rows, new.counts).map { ($0.unit, $1.joined) },
                uniquingKeysWith: { first, _ in first }
            )
            let hasFallen = zip(old.rows, old.counts).contains { $1.joined > joined[$0.unit] ?? 0 }
            self.world.check(.countsBounded, !hasFallen, "\(key) counts less, but nobody has left")
        case (.page(let old), .page(let new)):
            let isComplete = Set(old.entries.map(\.participant)).isSubset(of: new.entries.map(\.participant))
            self.world.check(.countsBounded, isComplete, "\(key) has lost somebody, but nobody has left")
        default: break
        }
    }
}
