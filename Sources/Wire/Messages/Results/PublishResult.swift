// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `media.publish`.
public struct PublishResult: Hashable, Sendable {
    /// The media server's answer, with its candidates.
    public var sdp: String

    public init(sdp: String) {
        self.sdp = sdp
    }
}

extension PublishResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.sdp, self.sdp)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var sdp: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .sdp: sdp = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(sdp: try reader.required(sdp, .sdp))
    }
}
