// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension Roster {
    /// Whether the room has this stream at present: a summary of a known unit, or a page that has not closed.
    public func isKnown(_ stream: StreamID) -> Bool {
        switch stream {
        case .room, .publications, .lobby, .session: false
        case .summary: !self.nodes.isEmpty
        case .unitSummary(let unit): self.isKnown(unit)
        case .page(let unit, let page): self.nodeIndices[unit].map { self.nodes[$0].pages.contains(page) } ?? false
        }
    }

    /// The streams that have changed since they were last published or named here, each once, sorted.
    ///
    /// Publishing what is named here is enough: any other stream has nothing to tell. A stream that is named, not
    /// published and changes again is named again. A page that closed is named once more for its last message.
    public mutating func takeDirtyStreams() -> [StreamID] { self.changes.take() }

    /// What has changed in a stream since it was last published, as its next message; nil when nothing has.
    ///
    /// Nil as well for a stream that is not known, except that a closed page tells its end, once. Costs O(rows) or
    /// O(entries of the page and of its told image): at most 64, or twice that.
    public mutating func publish(_ stream: StreamID) -> RosterDelta? {
        self.changes.clear(stream)
        switch stream {
        case .room, .publications, .lobby, .session:
            return nil
        case .summary:
            guard !self.nodes.isEmpty else { return nil }
            var told = ToldSummary()
            swap(&told, &self.rootSummary)
            defer { self.rootSummary = told }
            return self.summaryDelta(of: 0, after: &told).map { .summary($0) }
        case .unitSummary(let unit):
            guard let index = self.nodeIndices[unit] else { return nil }
            var told = ToldSummary()
            swap(&told, &self.nodes[index].summary)
            defer { self.nodes[index].summary = told }
            return self.summaryDelta(of: index, after: &told).map { .summary($0) }
        case .page(let unit, let page):
            guard let index = self.nodeIndices[unit] else { return nil }
            let delta = self.nodes[index].pages.publish(page) ?? self.changes.takeClosed(page, of: unit)
            return delta.map { .page($0) }
        }
    }

    /// What a stream has told so far; nil for a stream that is not known.
    ///
    /// A page is not known any more from the moment it closes, even before it says so. Who begins to watch a stream
    /// that nobody published lately is served better by ``publish(_:)`` first.
    public func snapshot(_ stream: StreamID) -> RosterSnapshot? {
        switch stream {
        case .room, .publications, .lobby, .session:
            return nil
        case .summary:
            guard !self.nodes.isEmpty else { return nil }
            return .summary(self.summarySnapshot(of: 0, told: self.rootSummary))
        case .unitSummary(let unit):
            guard let index = self.nodeIndices[unit] else { return nil }
            return .summary(self.summarySnapshot(of: index, told: self.nodes[index].summary))
        case .page(let unit, let page):
            guard let index = self.nodeIndices[unit] else { return nil }
            return self.nodes[index].pages.snapshot(of: page).map { .page($0) }
        }
    }

    /// A page that has closed and not said so yet, as its stream has told it so far; nil for anything else.
    public func closing(_ stream: StreamID) -> PageSnapshot? {
        guard case .page(let unit, let page) = stream, !self.isKnown(stream) else { return nil }
        return self.changes.closing(page, of: unit)
    }

    /// Rows of a summary: the unit, its first children, and the rest as soon as there is one child too many.
    private func rowCount(of node: RosterNode) -> Int { 1 + min(node.children.count, self.childRowsMax + 1) }

    private func counts(of node: RosterNode, row: Int) -> RosterCounts {
        if row == 0 { return node.counts }
        return row > self.childRowsMax ? node.restCounts : self.nodes[node.children[row - 1]].counts
    }

    private func row(_ row: Int, of node: RosterNode) -> SummaryRow {
        guard row <= self.childRowsMax else { return SummaryRow(row: row, unit: .rest, name: "", order: .max) }
        let unit = row == 0 ? node : self.nodes[node.children[row - 1]]
        return SummaryRow(row: row, unit: unit.unit, name: unit.name, order: unit.order)
    }

    private func summaryDelta(of index: Int, after told: inout ToldSummary) -> SummaryDelta? {
        let node = self.nodes[index]
        let known = told.counts.count
        var changed: [SummaryDelta.Change] = []
        for row in 0..<self.rowCount(of: node) {
            if row >= known { told.counts.append(.zero) }
            let counts = self.counts(of: node, row: row)
            guard counts != told.counts[row] else { continue }
            told.counts[row] = counts
            changed.append(SummaryDelta.Change(row: row, counts: counts))
        }
        let rows = (known..<told.counts.count).map { self.row($0, of: node) }
        guard !rows.isEmpty || !changed.isEmpty else { return nil }
        told.offset += 1
        return SummaryDelta(unit: node.unit, offset: told.offset, rows: rows, counts: changed)
    }

    private func summarySnapshot(of index: Int, told: ToldSummary) -> SummarySnapshot {
        let node = self.nodes[index]
        let rows = told.counts.indices.map { self.row($0, of: node) }
        return SummarySnapshot(unit: node.unit, offset: told.offset, rows: rows, counts: told.counts)
    }
}
