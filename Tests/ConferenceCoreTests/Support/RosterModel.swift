// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore

/// What a client makes of the roster streams that it watches, by docs/protocol.md and nothing else.
///
/// Strict where a real client would be lenient: it refuses messages that say more than they have to.
struct RosterModel {
    /// Why a message cannot be right.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// What is known of each watched stream.
    private(set) var images: [StreamID: RosterSnapshot] = [:]
    private(set) var closed: Set<StreamID> = []

    /// `stream.reset`.
    mutating func reset(_ stream: StreamID, to snapshot: RosterSnapshot) {
        self.images[stream] = snapshot
    }

    mutating func unwatch(_ stream: StreamID) {
        self.images[stream] = nil
    }

    /// `summary.changed` or `page.changed`; ignored for streams that are not watched.
    mutating func receive(_ delta: RosterDelta, on stream: StreamID) throws {
        guard let image = self.images[stream] else { return }
        guard delta.offset == image.offset + 1 else { throw Fault(description: "a gap before \(delta.offset)") }
        switch (image, delta) {
        case (.summary(let told), .summary(let change)):
            self.images[stream] = .summary(try Self.applied(change, to: told))
        case (.page(let told), .page(let change)):
            if change.isClosed {
                guard change == PageDelta(unit: told.unit, page: told.page, offset: change.offset, isClosed: true)
                else { throw Fault(description: "a page that closes tells more than that") }
                self.images[stream] = nil
                self.closed.insert(stream)
            } else {
                self.images[stream] = .page(try Self.applied(change, to: told))
            }
        case (.summary, .page), (.page, .summary):
            throw Fault(description: "a message of the wrong kind")
        }
    }

    private static func applied(_ delta: SummaryDelta, to told: SummarySnapshot) throws -> SummarySnapshot {
        guard delta.unit == told.unit else { throw Fault(description: "a summary of another unit") }
        guard !delta.rows.isEmpty || !delta.counts.isEmpty else { throw Fault(description: "an empty message") }
        let rows = told.rows + delta.rows
        guard rows.map(\.row) == Array(rows.indices) else { throw Fault(description: "rows with a gap") }
        var counts = told.counts + Array(repeating: .zero, count: delta.rows.count)
        var last = -1
        for change in delta.counts {
            guard change.row > last, change.row < rows.count else { throw Fault(description: "rows out of order") }
            guard counts[change.row] != change.counts else { throw Fault(description: "counts that did not change") }
            counts[change.row] = change.counts
            last = change.row
        }
        return SummarySnapshot(unit: told.unit, offset: delta.offset, rows: rows, counts: counts)
    }

    private static func applied(_ delta: PageDelta, to told: PageSnapshot) throws -> PageSnapshot {
        guard delta.unit == told.unit, delta.page == told.page else { throw Fault(description: "another page") }
        guard !delta.remove.isEmpty || !delta.put.isEmpty || delta.next != .unchanged else {
            throw Fault(description: "an empty message")
        }
        let touched = delta.remove + delta.put.map(\.entry.principal)
        guard Set(touched).count == touched.count else { throw Fault(description: "an entry touched twice") }
        var entries = told.entries
        for principal in delta.remove {
            guard let index = entries.firstIndex(where: { $0.principal == principal }) else {
                throw Fault(description: "\(principal) leaves, but was not there")
            }
            entries.remove(at: index)
        }
        for put in delta.put {
            guard !entries.contains(put.entry) else { throw Fault(description: "an entry that did not change") }
            entries.removeAll { $0.principal == put.entry.principal }
            if let before = put.before {
                guard !touched.contains(before), let index = entries.firstIndex(where: { $0.principal == before })
                else { throw Fault(description: "nobody to be put in front of") }
                entries.insert(put.entry, at: index)
            } else {
                entries.append(put.entry)
            }
        }
        var next = told.next
        if case .changed(let page) = delta.next {
            guard page != next else { throw Fault(description: "a next page that did not change") }
            next = page
        }
        return PageSnapshot(unit: told.unit, page: told.page, offset: delta.offset, next: next, entries: entries)
    }
}
