// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A track that a session wants to get.
public struct WireTrackWish: Hashable, Sendable {
    /// Who publishes it, or may.
    public var session: WireSession
    public var kind: WireTrackKind
    /// Of no account for sound.
    public var layer: WireTrackLayer

    public init(session: WireSession, kind: WireTrackKind, layer: WireTrackLayer) {
        self.session = session
        self.kind = kind
        self.layer = layer
    }
}

extension WireTrackWish: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.session, self.session)
            writer.member(.kind, self.kind)
            writer.member(.layer, self.layer)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var session: WireSession?
        var kind: WireTrackKind?
        var layer: WireTrackLayer?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .session: session = try reader.value()
            case .kind: kind = try reader.value()
            case .layer: layer = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            session: try reader.required(session, .session),
            kind: try reader.required(kind, .kind),
            layer: try reader.required(layer, .layer)
        )
    }
}
