// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How far a command of this session has come since its receipt.
public struct ControlProgress: Hashable, Sendable {
    /// The command's idempotency key.
    public var key: String
    /// To how many participants it is applied by now.
    public var applied: UInt32
    /// How many it still waits for; 0 ends the progress.
    public var pending: UInt32

    public init(key: String, applied: UInt32, pending: UInt32) {
        self.key = key
        self.applied = applied
        self.pending = pending
    }
}

extension ControlProgress: JSONDecodable {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member(.key, self.key)
        writer.member(.applied, self.applied)
        writer.member(.pending, self.pending)
    }

    /// Reads the progress out of the parameters of a push.
    public init(from reader: inout JSONReader) throws(JSONFault) {
        var key: String?
        var applied: UInt32?
        var pending: UInt32?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .key: key = try reader.value()
            case .applied: applied = try reader.value()
            case .pending: pending = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            key: try reader.required(key, .key),
            applied: try reader.required(applied, .applied),
            pending: try reader.required(pending, .pending)
        )
    }
}
