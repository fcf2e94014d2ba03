// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An ICE candidate (RFC 8839) as browsers tell it.
public struct WireCandidate: Hashable, Sendable {
    public var candidate: String
    public var mid: String?
    public var index: UInt32?

    public init(candidate: String, mid: String?, index: UInt32?) {
        self.candidate = candidate
        self.mid = mid
        self.index = index
    }
}

extension WireCandidate: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.candidate, self.candidate)
            writer.optionalMember(.mid, self.mid)
            writer.optionalMember(.index, self.index)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var candidate: String?
        var mid: String?
        var index: UInt32?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .candidate: candidate = try reader.string(bytes: WireLimits.candidateBytes)
            case .mid: mid = try reader.valueOrNull()
            case .index: index = try reader.valueOrNull()
            default: try reader.skip()
            }
        }
        self.init(candidate: try reader.required(candidate, .candidate), mid: mid, index: index)
    }
}
