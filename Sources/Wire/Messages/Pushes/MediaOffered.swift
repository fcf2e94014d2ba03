// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An offer of the media server for the connection by which a session gets tracks.
public struct MediaOffered: Hashable, Sendable {
    /// To be named by the answer; the next offer has a greater one.
    public var revision: UInt64
    /// Whether it begins a new connection.
    public var isFresh: Bool
    public var sdp: String
    /// All that the connection carries from now on.
    public var tracks: [WireSubscribedTrack]

    public init(revision: UInt64, isFresh: Bool, sdp: String, tracks: [WireSubscribedTrack]) {
        self.revision = revision
        self.isFresh = isFresh
        self.sdp = sdp
        self.tracks = tracks
    }
}

extension MediaOffered: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(.revision, self.revision)
        writer.member(.fresh, self.isFresh)
        writer.member(.sdp, self.sdp)
        writer.member(.tracks, self.tracks)
    }

    /// Reads the offer out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var revision: UInt64?
        var isFresh: Bool?
        var sdp: String?
        var tracks: [WireSubscribedTrack]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .revision: revision = try reader.value()
            case .fresh: isFresh = try reader.value()
            case .sdp: sdp = try reader.value()
            case .tracks: tracks = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            revision: try reader.required(revision, .revision),
            isFresh: try reader.required(isFresh, .fresh),
            sdp: try reader.required(sdp, .sdp),
            tracks: try reader.required(tracks, .tracks)
        )
    }
}
