// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// The state of a stream after one of its messages; never changed once made, so all who reach it share it.
final class StreamVersion {
    let state: StreamState

    init(_ state: StreamState) {
        self.state = state
    }

    /// The state after `push`, which follows this one.
    func applying(_ push: ServerPush, offset: UInt64) -> StreamVersion {
        switch (push, self.state) {
        case (.summaryChanged(_, let change), .summary(let state)):
            StreamVersion(.summary(Self.apply(change, to: state)))
        case (.pageChanged(_, let change), .page(let state)):
            StreamVersion(.page(Self.apply(change, to: state)))
        case (.room(_, let at, let event), .room(let state)):
            StreamVersion(.room(RoomFold.apply(event, at: at, offset: offset, to: state)))
        default:
            self
        }
    }

    /// Whether another state of the same stream at the same place is the same for whoever looks.
    func isEqual(to other: StreamState) -> Bool {
        switch (self.state, other) {
        case (.room(let mine), .room(let theirs)): RoomFold.areEqual(mine, theirs)
        case (.summary(let mine), .summary(let theirs)): mine.rows == theirs.rows && mine.counts == theirs.counts
        case (let mine, let theirs): mine == theirs
        }
    }

    /// What differs, for the report of a violation.
    func difference(from other: StreamState) -> String {
        switch (self.state, other) {
        case (.room(let mine), .room(let theirs)): RoomFold.difference(mine, theirs)
        case (let mine, let theirs): "\(mine) against \(theirs)"
        }
    }

    private static func apply(_ change: SummaryChange, to state: WireSummaryState) -> WireSummaryState {
        var state = state
        if let spreadMs = change.spreadMs { state.spreadMs = spreadMs }
        for row in change.rows {
            state.rows.append(row)
            state.counts.append(
                WireSummaryCounts(row: row.row, expected: 0, joined: 0, ready: 0, hands: 0, muted: 0, people: 0)
            )
        }
        for counts in change.counts where Int(counts.row) < state.counts.count {
            state.counts[Int(counts.row)] = counts
        }
        return state
    }

    private static func apply(_ change: PageChange, to state: WirePageState) -> WirePageState {
        var state = state
        state.entries.removeAll { change.remove.contains($0.participant) }
        for put in change.put {
            state.entries.removeAll { $0.participant == put.entry.participant }
            let place = put.before.flatMap { before in state.entries.firstIndex { $0.participant == before } }
            state.entries.insert(put.entry, at: place ?? state.entries.count)
        }
        switch change.next {
        case .unchanged: break
        case .none: state.next = nil
        case .page(let page): state.next = page
        }
        return state
    }
}
