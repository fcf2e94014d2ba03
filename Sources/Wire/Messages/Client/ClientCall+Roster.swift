// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension ClientCall {
    /// Names streams of the roster to watch, or to watch no longer.
    public struct RosterStreams: Hashable, Sendable {
        public let room: WireRoom
        /// Each one ``StreamName/isWatchable``; as many as ``WireLimits/namedStreams`` allows.
        public let streams: [StreamName]

        public init(room: WireRoom, streams: [StreamName]) {
            self.room = room
            self.streams = streams
        }
    }

    /// Asks for one page once.
    public struct RosterPage: Hashable, Sendable {
        public let room: WireRoom
        public let unit: UInt32
        /// From 1.
        public let page: UInt32

        public init(room: WireRoom, unit: UInt32, page: UInt32) {
            self.room = room
            self.unit = unit
            self.page = page
        }
    }

    /// Looks for participants.
    public struct RosterSearch: Hashable, Sendable {
        public let room: WireRoom
        public let query: String

        public init(room: WireRoom, query: String) {
            self.room = room
            self.query = query
        }
    }
}

extension ClientCall.RosterStreams: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.streams, self.streams)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var streams: [StreamName]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .streams:
                _ = try reader.peek()
                let start = reader.offset
                let names = try reader.list(StreamName.self, count: WireLimits.namedStreams)
                guard names.allSatisfy(\.isWatchable) else { throw JSONFault(.invalidValue, at: start) }
                streams = names
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room), streams: try reader.required(streams, .streams))
    }
}

extension ClientCall.RosterPage: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.unit, self.unit)
            writer.member(.page, self.page)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var unit: UInt32?
        var page: UInt32?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .unit: unit = try reader.value()
            case .page: page = try reader.integer(in: 1...UInt32.max)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            unit: try reader.required(unit, .unit),
            page: try reader.required(page, .page)
        )
    }
}

extension ClientCall.RosterSearch: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.query, self.query)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var query: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .query: query = try reader.string(characters: WireLimits.queryCharacters)
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room), query: try reader.required(query, .query))
    }
}
