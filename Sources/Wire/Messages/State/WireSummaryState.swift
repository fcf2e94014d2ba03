// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The state of a stream `summary` or `summary:<unit>`.
public struct WireSummaryState: Hashable, Sendable {
    /// The unit that the stream is about.
    public var unit: UInt32
    /// The newest spread of reconnections, see ``WireReconnect``.
    public var spreadMs: UInt32
    /// Row 0 is the unit itself, the others are its children.
    public var rows: [WireSummaryRow]
    public var counts: [WireSummaryCounts]

    public init(unit: UInt32, spreadMs: UInt32, rows: [WireSummaryRow], counts: [WireSummaryCounts]) {
        self.unit = unit
        self.spreadMs = spreadMs
        self.rows = rows
        self.counts = counts
    }
}

extension WireSummaryState: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.unit, self.unit)
            writer.member(.spreadMs, self.spreadMs)
            writer.member(.rows, self.rows)
            writer.member(.counts, self.counts)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var unit: UInt32?
        var spreadMs: UInt32?
        var rows: [WireSummaryRow]?
        var counts: [WireSummaryCounts]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .unit: unit = try reader.value()
            case .spreadMs: spreadMs = try reader.value()
            case .rows: rows = try reader.value()
            case .counts: counts = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            unit: try reader.required(unit, .unit),
            spreadMs: try reader.required(spreadMs, .spreadMs),
            rows: try reader.required(rows, .rows),
            counts: try reader.required(counts, .counts)
        )
    }
}
