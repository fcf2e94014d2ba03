// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The media server's end of a connection is gone.
public struct MediaLost: Hashable, Sendable {
    public var side: WireMediaSide

    public init(side: WireMediaSide) {
        self.side = side
    }
}

extension MediaLost: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(.side, self.side)
    }

    /// Reads it out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var side: WireMediaSide?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .side: side = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(side: try reader.required(side, .side))
    }
}
