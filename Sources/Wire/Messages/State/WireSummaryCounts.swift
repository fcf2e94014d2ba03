// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Counts of one row of a summary: `[row, expected, joined, ready, hands, muted, people]`.
///
/// Counts of a unit include all units below it.
public struct WireSummaryCounts: Hashable, Sendable {
    public var row: UInt32
    /// Endpoints that were invited.
    public var expected: UInt32
    /// Endpoints in the room.
    public var joined: UInt32
    public var ready: UInt32
    public var hands: UInt32
    public var muted: UInt32
    /// Who sits at the endpoints in the room.
    public var people: UInt32

    public init(
        row: UInt32,
        expected: UInt32,
        joined: UInt32,
        ready: UInt32,
        hands: UInt32,
        muted: UInt32,
        people: UInt32
    ) {
        self.row = row
        self.expected = expected
        self.joined = joined
        self.ready = ready
        self.hands = hands
        self.muted = muted
        self.people = people
    }
}

extension WireSummaryCounts: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.element(self.row)
            writer.element(self.expected)
            writer.element(self.joined)
            writer.element(self.ready)
            writer.element(self.hands)
            writer.element(self.muted)
            writer.element(self.people)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginArray()
        self.init(
            row: try reader.place(),
            expected: try reader.place(),
            joined: try reader.place(),
            ready: try reader.place(),
            hands: try reader.place(),
            muted: try reader.place(),
            people: try reader.place()
        )
        try reader.endPlaces()
    }
}
