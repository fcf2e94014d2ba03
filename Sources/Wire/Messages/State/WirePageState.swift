// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One page of the members of a unit: the state of a stream `page:<unit>/<page>`, and the answer to `roster.page`.
public struct WirePageState: Hashable, Sendable {
    public var unit: UInt32
    /// From 1.
    public var page: UInt32
    /// The page after this one; nil on the last.
    public var next: UInt32?
    /// In order; at most ``WireLimits/pageEntries``.
    public var entries: [WireRosterEntry]

    public init(unit: UInt32, page: UInt32, next: UInt32?, entries: [WireRosterEntry]) {
        self.unit = unit
        self.page = page
        self.next = next
        self.entries = entries
    }
}

extension WirePageState: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.unit, self.unit)
            writer.member(.page, self.page)
            writer.nullableMember(.next, self.next)
            writer.member(.entries, self.entries)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var unit: UInt32?
        var page: UInt32?
        var next: UInt32??
        var entries: [WireRosterEntry]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .unit: unit = try reader.value()
            case .page: page = try reader.value()
            case .next: next = .some(try reader.valueOrNull())
            case .entries: entries = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            unit: try reader.required(unit, .unit),
            page: try reader.required(page, .page),
            next: try reader.required(next, .next),
            entries: try reader.required(entries, .entries)
        )
    }
}
