// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A place in a room's join queue (docs/protocol.md, "Join queue").
public struct JoinQueuePlace: Hashable, Sendable {
    /// From 1: the next whose turn comes.
    public let position: UInt32
    /// Until the turn comes; the same join is let in then.
    public let waitMs: UInt64

    public init(position: UInt32, waitMs: UInt64) {
        self.position = position
        self.waitMs = waitMs
    }
}

extension JoinQueuePlace: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.position, self.position)
            writer.member(.waitMs, self.waitMs)
        }
    }
}

extension JoinQueuePlace: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var position: UInt32?
        var waitMs: UInt64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .position: position = try reader.value()
            case .waitMs: waitMs = try reader.value()
            default: try reader.skip()
            }
        }
        self.position = try reader.required(position, .position)
        self.waitMs = try reader.required(waitMs, .waitMs)
    }
}
