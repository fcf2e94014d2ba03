// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `roster.search`.
public struct SearchResult: Hashable, Sendable {
    public struct Match: Hashable, Sendable {
        public var unit: UInt32
        public var entry: WireRosterEntry

        public init(unit: UInt32, entry: WireRosterEntry) {
            self.unit = unit
            self.entry = entry
        }
    }

    /// At most ``WireLimits/searchMatches``.
    public var matches: [Match]
    /// Whether there are others.
    public var hasMore: Bool

    public init(matches: [Match], hasMore: Bool) {
        self.matches = matches
        self.hasMore = hasMore
    }
}

extension SearchResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.matches, self.matches)
            writer.member(.more, self.hasMore)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var matches: [Match]?
        var hasMore: Bool?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .matches: matches = try reader.value()
            case .more: hasMore = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(matches: try reader.required(matches, .matches), hasMore: try reader.required(hasMore, .more))
    }
}

extension SearchResult.Match: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.unit, self.unit)
            writer.member(.entry, self.entry)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var unit: UInt32?
        var entry: WireRosterEntry?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .unit: unit = try reader.value()
            case .entry: entry = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(unit: try reader.required(unit, .unit), entry: try reader.required(entry, .entry))
    }
}
