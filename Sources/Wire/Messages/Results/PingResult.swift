// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `session.ping`.
public struct PingResult: Hashable, Sendable {
    /// The server's clock, UTC milliseconds.
    public var time: Int64

    public init(time: Int64) {
        self.time = time
    }
}

extension PingResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.time, self.time)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var time: Int64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .time: time = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(time: try reader.required(time, .time))
    }
}
