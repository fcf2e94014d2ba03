// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A media section of an offer to a subscriber, and what it carries.
public struct WireSubscribedTrack: Hashable, Sendable {
    public var mid: String
    /// Who publishes it.
    public var session: WireSession
    public var kind: WireTrackKind

    public init(mid: String, session: WireSession, kind: WireTrackKind) {
        self.mid = mid
        self.session = session
        self.kind = kind
    }
}

extension WireSubscribedTrack: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.mid, self.mid)
            writer.member(.session, self.session)
            writer.member(.kind, self.kind)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var mid: String?
        var session: WireSession?
        var kind: WireTrackKind?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .mid: mid = try reader.value()
            case .session: session = try reader.value()
            case .kind: kind = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            mid: try reader.required(mid, .mid),
            session: try reader.required(session, .session),
            kind: try reader.required(kind, .kind)
        )
    }
}
