// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The methods by which a session sends to and gets from a media server: `media.publish`, `media.subscribe`,
// `media.answer` and `media.candidates`.

extension ClientCall {
    /// Offers what a session sends.
    public struct Publish: Hashable, Sendable {
        public let room: WireRoom
        public let sdp: String
        public let tracks: [WireOfferedTrack]
        /// Whether the connection is a new one.
        public let isFresh: Bool

        public init(room: WireRoom, sdp: String, tracks: [WireOfferedTrack], isFresh: Bool) {
            self.room = room
            self.sdp = sdp
            self.tracks = tracks
            self.isFresh = isFresh
        }
    }

    /// Says what a session wants to get, in place of what it wanted before.
    public struct Subscribe: Hashable, Sendable {
        public let room: WireRoom
        public let tracks: [WireTrackWish]
        /// Whether the client's end of the connection is gone.
        public let isFresh: Bool

        public init(room: WireRoom, tracks: [WireTrackWish], isFresh: Bool) {
            self.room = room
            self.tracks = tracks
            self.isFresh = isFresh
        }
    }

    /// Answers an offer of the media server.
    public struct Answer: Hashable, Sendable {
        public let room: WireRoom
        public let revision: UInt64
        public let sdp: String

        public init(room: WireRoom, revision: UInt64, sdp: String) {
            self.room = room
            self.revision = revision
            self.sdp = sdp
        }
    }

    /// Tells ICE candidates of one of the session's connections.
    public struct Candidates: Hashable, Sendable {
        public let room: WireRoom
        public let side: WireMediaSide
        public let candidates: [WireCandidate]

        public init(room: WireRoom, side: WireMediaSide, candidates: [WireCandidate]) {
            self.room = room
            self.side = side
            self.candidates = candidates
        }
    }
}

extension ClientCall.Publish: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.sdp, self.sdp)
            writer.member(.tracks, self.tracks)
            writer.member(.fresh, self.isFresh)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var sdp: String?
        var tracks: [WireOfferedTrack]?
        var isFresh: Bool?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .sdp: sdp = try reader.string(bytes: WireLimits.sdpBytes)
            case .tracks: tracks = try reader.list(count: WireLimits.offeredTracks)
            case .fresh: isFresh = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            sdp: try reader.required(sdp, .sdp),
            tracks: try reader.required(tracks, .tracks),
            isFresh: try reader.required(isFresh, .fresh)
        )
    }
}

extension ClientCall.Subscribe: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.tracks, self.tracks)
            writer.member(.fresh, self.isFresh)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var tracks: [WireTrackWish]?
        var isFresh: Bool?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .tracks: tracks = try reader.list(count: WireLimits.wishedTracks)
            case .fresh: isFresh = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            tracks: try reader.required(tracks, .tracks),
            isFresh: try reader.required(isFresh, .fresh)
        )
    }
}

extension ClientCall.Answer: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.revision, self.revision)
            writer.member(.sdp, self.sdp)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var revision: UInt64?
        var sdp: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .revision: revision = try reader.value()
            case .sdp: sdp = try reader.string(bytes: WireLimits.sdpBytes)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            revision: try reader.required(revision, .revision),
            sdp: try reader.required(sdp, .sdp)
        )
    }
}

extension ClientCall.Candidates: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.side, self.side)
            writer.member(.candidates, self.candidates)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var side: WireMediaSide?
        var candidates: [WireCandidate]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .side: side = try reader.value()
            case .candidates: candidates = try reader.list(count: WireLimits.candidates)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            side: try reader.required(side, .side),
            candidates: try reader.required(candidates, .candidates)
        )
    }
}
