// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What changed in a stream `summary` or `summary:<unit>`.
public struct SummaryChange: Hashable, Sendable {
    /// Nil when it is as before.
    public var spreadMs: UInt32?
    /// New rows only; a row that was told before never changes.
    public var rows: [WireSummaryRow]
    /// Rows whose counts changed, new ones included.
    public var counts: [WireSummaryCounts]

    public init(spreadMs: UInt32? = nil, rows: [WireSummaryRow] = [], counts: [WireSummaryCounts]) {
        self.spreadMs = spreadMs
        self.rows = rows
        self.counts = counts
    }
}

extension SummaryChange: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        writer.optionalMember(.spreadMs, self.spreadMs)
        if !self.rows.isEmpty { writer.member(.rows, self.rows) }
        writer.member(.counts, self.counts)
    }

    /// Reads the change out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var spreadMs: UInt32?
        var rows: [WireSummaryRow] = []
        var counts: [WireSummaryCounts]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .spreadMs: spreadMs = try reader.value()
            case .rows: rows = try reader.value()
            case .counts: counts = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(spreadMs: spreadMs, rows: rows, counts: try reader.required(counts, .counts))
    }
}
