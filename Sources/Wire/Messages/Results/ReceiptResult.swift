// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to a command: what it did, durable before it is said.
public struct ReceiptResult: Hashable, Sendable {
    public enum Enforcement: String, CaseIterable, Sendable, JSONEncodable, JSONDecodable {
        /// The server itself makes it so.
        case server
        /// The server can only ask the clients.
        case request
    }

    public struct Refusal: Hashable, Sendable {
        public var participant: WireParticipant
        public var code: ErrorCode

        public init(participant: WireParticipant, code: ErrorCode) {
            self.participant = participant
            self.code = code
        }
    }

    /// To how many participants it was applied.
    public var applied: UInt32
    /// How many it still waits for; `control.progressed` tells the rest.
    public var pending: UInt32
    /// For whom it was refused, and why.
    public var refused: [Refusal]
    public var enforcement: Enforcement
    /// When it was decided, UTC milliseconds.
    public var at: Int64
    /// The offset in the stream `room` that shows the effect.
    public var offset: UInt64

    public init(
        applied: UInt32,
        pending: UInt32,
        refused: [Refusal],
        enforcement: Enforcement,
        at: Int64,
        offset: UInt64
    ) {
        self.applied = applied
        self.pending = pending
        self.refused = refused
        self.enforcement = enforcement
        self.at = at
        self.offset = offset
    }
}

extension ReceiptResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.applied, self.applied)
            writer.member(.pending, self.pending)
            writer.member(.refused, self.refused)
            writer.member(.enforcement, self.enforcement)
            writer.member(.at, self.at)
            writer.member(.offset, self.offset)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var applied: UInt32?
        var pending: UInt32?
        var refused: [Refusal]?
        var enforcement: Enforcement?
        var at: Int64?
        var offset: UInt64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .applied: applied = try reader.value()
            case .pending: pending = try reader.value()
            case .refused: refused = try reader.value()
            case .enforcement: enforcement = try reader.value()
            case .at: at = try reader.value()
            case .offset: offset = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            applied: try reader.required(applied, .applied),
            pending: try reader.required(pending, .pending),
            refused: try reader.required(refused, .refused),
            enforcement: try reader.required(enforcement, .enforcement),
            at: try reader.required(at, .at),
            offset: try reader.required(offset, .offset)
        )
    }
}

extension ReceiptResult.Refusal: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.participant, self.participant)
            writer.member(.code, self.code)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var participant: WireParticipant?
        var code: ErrorCode?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .participant: participant = try reader.value()
            case .code: code = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(participant: try reader.required(participant, .participant), code: try reader.required(code, .code))
    }
}
