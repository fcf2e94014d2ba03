// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The state of the stream `publications`.
public struct WirePublicationsState: Hashable, Sendable {
    /// Goes up when everything at the media server is lost: publish and subscribe anew.
    public var generation: UInt64
    /// Whether the media server can be used.
    public var isReady: Bool
    /// How many publish beyond those that are listed.
    public var more: UInt32
    /// At most ``WireLimits/publications``, in no order.
    public var entries: [WirePublication]

    public init(generation: UInt64, isReady: Bool, more: UInt32, entries: [WirePublication]) {
        self.generation = generation
        self.isReady = isReady
        self.more = more
        self.entries = entries
    }
}

extension WirePublicationsState: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.generation, self.generation)
            writer.member(.ready, self.isReady)
            writer.member(.more, self.more)
            writer.member(.entries, self.entries)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var generation: UInt64?
        var isReady: Bool?
        var more: UInt32?
        var entries: [WirePublication]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .generation: generation = try reader.value()
            case .ready: isReady = try reader.value()
            case .more: more = try reader.value()
            case .entries: entries = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            generation: try reader.required(generation, .generation),
            isReady: try reader.required(isReady, .ready),
            more: try reader.required(more, .more),
            entries: try reader.required(entries, .entries)
        )
    }
}
