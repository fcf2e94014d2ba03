// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What changed in the stream `publications`; nil is as before.
public struct PublicationsChange: Hashable, Sendable {
    public var generation: UInt64?
    public var isReady: Bool?
    public var more: UInt32?
    public var remove: [WireSession]?
    /// New ones, and those in which something is different.
    public var put: [WirePublication]?

    public init(
        generation: UInt64? = nil,
        isReady: Bool? = nil,
        more: UInt32? = nil,
        remove: [WireSession]? = nil,
        put: [WirePublication]? = nil
    ) {
        self.generation = generation
        self.isReady = isReady
        self.more = more
        self.remove = remove
        self.put = put
    }
}

extension PublicationsChange: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        writer.optionalMember(.generation, self.generation)
        writer.optionalMember(.ready, self.isReady)
        writer.optionalMember(.more, self.more)
        writer.optionalMember(.remove, self.remove)
        writer.optionalMember(.put, self.put)
    }

    /// Reads the change out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var generation: UInt64?
        var isReady: Bool?
        var more: UInt32?
        var remove: [WireSession]?
        var put: [WirePublication]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .generation: generation = try reader.value()
            case .ready: isReady = try reader.value()
            case .more: more = try reader.value()
            case .remove: remove = try reader.value()
            case .put: put = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(generation: generation, isReady: isReady, more: more, remove: remove, put: put)
    }
}
