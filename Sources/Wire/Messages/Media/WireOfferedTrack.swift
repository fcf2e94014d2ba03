// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A media section of a publisher's offer, and what it carries.
public struct WireOfferedTrack: Hashable, Sendable {
    /// RFC 5888; of at most ``WireLimits/midCharacters``.
    public var mid: String
    public var kind: WireTrackKind

    public init(mid: String, kind: WireTrackKind) {
        self.mid = mid
        self.kind = kind
    }
}

extension WireOfferedTrack: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.mid, self.mid)
            writer.member(.kind, self.kind)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var mid: String?
        var kind: WireTrackKind?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .mid: mid = try reader.string(characters: WireLimits.midCharacters)
            case .kind: kind = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(mid: try reader.required(mid, .mid), kind: try reader.required(kind, .kind))
    }
}
