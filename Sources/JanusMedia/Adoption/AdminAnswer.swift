// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// An answer of Janus's Admin API, with the members that matter here.
struct AdminAnswer: Hashable, Sendable {
    /// What `handle_info` tells.
    struct Info: Hashable, Sendable {
        var opaqueID = ""
        /// There is a connection: an offer and its answer are there, and it has not ended.
        var isNegotiated = false
        /// Media can flow.
        var isReady = false
        /// `publisher` or `subscriber`; nil for a handle that has joined nothing.
        var type: String?
        var feed: String?
        var streams: [VideoRoomStream] = []
        var isAnswered = false
        var hasPendingOffer = false
    }

    var isSuccess = false
    var transaction: UInt64?
    var sessions: [UInt64]?
    var handles: [UInt64]?
    var info: Info?
}

extension AdminAnswer {
    /// - Throws: ``JSONFault`` when it is no answer of Janus.
    init(_ bytes: [UInt8]) throws(JSONFault) {
        self = try JSONReader.read(bytes) { reader throws(JSONFault) in try AdminAnswer(from: &reader) }
    }

    private init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "janus": self.isSuccess = try reader.string() == "success"
            case "transaction": self.transaction = UInt64(try reader.string())
            case "sessions": self.sessions = try reader.list()
            case "handles": self.handles = try reader.list()
            case "info": self.info = try Info(from: &reader)
            default: try reader.skip()
            }
        }
    }
}

extension AdminAnswer.Info {
    fileprivate init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "opaque_id": self.opaqueID = try reader.string()
            case "plugin_specific": try self.readSpecific(from: &reader)
            case "flags": try self.readFlags(from: &reader)
            default: try reader.skip()
            }
        }
    }

    private mutating func readSpecific(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "type": self.type = try reader.string()
            case "id": self.feed = try reader.string()
            case "streams": self.streams = try VideoRoomStream.list(from: &reader)
            case "answered": self.isAnswered = try reader.bool()
            case "pending_offer": self.hasPendingOffer = try reader.bool()
            default: try reader.skip()
            }
        }
    }

    private mutating func readFlags(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "negotiated": self.isNegotiated = try reader.bool()
            case "ready": self.isReady = try reader.bool()
            default: try reader.skip()
            }
        }
    }
}
