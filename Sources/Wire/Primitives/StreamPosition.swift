// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Where a client stands in a stream: the last message that it processed.
public struct StreamPosition: Hashable, Sendable {
    /// From 0 to ``WireLimits/integerMax``, as is the offset.
    public let epoch: UInt64
    public let offset: UInt64

    public init(epoch: UInt64, offset: UInt64) {
        self.epoch = epoch
        self.offset = offset
    }
}

extension StreamPosition: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.epoch, self.epoch)
            writer.member(.offset, self.offset)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var epoch: UInt64?
        var offset: UInt64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .epoch: epoch = try reader.value()
            case .offset: offset = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            epoch: try reader.required(epoch, .epoch),
            offset: try reader.required(offset, .offset)
        )
    }
}
