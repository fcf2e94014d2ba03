// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension Room {
    /// Folds a log, or a snapshot and the log after it.
    ///
    /// Facts are taken in as they were decided, by this binary or an older one, and nothing is decided again. Every
    /// seat comes back suspended, with a fresh grace from `now`.
    public init(
        limits: RoomLimits = RoomLimits(),
        restoring log: some Sequence<(fact: Fact, at: Timestamp)>,
        now: Timestamp
    ) {
        self.init(limits: limits)
        for (fact, at) in log { self.evolve(fact, at: at) }
        self.restartGraces(at: now)
    }

    /// Facts whose fold is equal to this room, in the same order in every process.
    ///
    /// When they are said to have been decided does not matter. Pages may be cut differently in the restored room: the
    /// streams of a roster start anew under a new epoch.
    public func snapshotFacts() -> [Fact] {
        guard let info = self.state.info else { return [] }
        let state = self.state
        var facts: [Fact] = [.opened(info)]
        facts += self.roster.units.map { .unitAdded($0) }
        if state.isEnded { facts.append(.ended(by: nil)) }
        if state.isLocked { facts.append(.locked(by: nil)) }
        facts += self.seatsInOrder.map { .seated($0) }
        facts += state.kicked.sorted().map { .kicked($0, by: nil) }
        facts += state.invitations.map { .invited($0) }
        facts += state.admitted.sorted { $0.key < $1.key }.map { .admitted($0.key, to: $0.value, by: nil) }
        facts += self.presenters.map { .promoted($0.principal, name: $0.name, by: nil) }
        if let general = state.orders.general { facts.append(.mutedAll(selfUnmute: general.selfUnmute, by: nil)) }
        facts += state.orders.muted.sorted().map { .muted($0, by: nil) }
        facts += state.orders.unmuted.sorted().map { .unmuted($0, by: nil) }
        facts += state.orders.selfUnmuted.sorted().map { .selfUnmuted($0) }
        facts += state.floor.holders.map { .floorGranted($0.principal, name: $0.name, by: nil) }
        facts += state.floor.queue.map { .floorRequested($0.principal, name: $0.name) }
        facts += state.mesh.members.map { .meshEntered($0.session, $0.principal, name: $0.name) }
        facts += self.hidden.map { .hidden($0, by: nil) }
        if state.isMediaMoved { facts.append(.mediaMoved) }
        facts += self.chat.map { .chatKept($0) }
        facts += state.receipts.entries.map { .answered($0.key, $0.receipt) }
        // Last, because the public ones above were counted.
        facts.append(.counted(state.counters))
        return facts
    }

    /// In the order of joining; costs O(n log n).
    var seatsInOrder: [Seat] {
        self.state.seats.values.sorted { ($0.ordinal, $0.session) < ($1.ordinal, $1.session) }
    }
}
