// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `roster.watch` and `roster.unwatch`.
public struct WatchResult: Hashable, Sendable {
    /// Everything that is watched now, sorted by name.
    public var watching: [StreamName]

    public init(watching: [StreamName]) {
        self.watching = watching
    }
}

extension WatchResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.watching, self.watching)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var watching: [StreamName]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .watching: watching = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(watching: try reader.required(watching, .watching))
    }
}
