// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// A message from Janus, with the members that matter here.
struct JanusMessage: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case ack
        case success
        case event
        case error
        case webRTCUp
        case hangup
        case detached
        case timeout
        /// Of no account: `media`, `slowlink`, `trickle`, what newer versions say.
        case other
    }

    var kind = Kind.other
    var transaction: UInt64?
    var sessionID: UInt64?
    /// The handle that the message is about.
    var sender: UInt64?
    /// Of what was made.
    var dataID: UInt64?
    var room: VideoRoomData?
    var description: SessionDescription?
    var errorCode: Int?
    var reason: String?

    /// What it says as the answer to a request; nil for an acknowledgment, which only says that one will come.
    var reply: JanusReply? {
        switch self.kind {
        case .ack, .webRTCUp, .hangup, .detached, .timeout, .other: return nil
        case .error: return .failed(.core(code: self.errorCode ?? 0, reason: self.reason ?? ""))
        case .success, .event:
            guard let room = self.room else { return .done(id: self.dataID) }
            guard let code = room.errorCode else { return .room(room, self.description) }
            return .failed(.room(code: code, reason: room.error ?? ""))
        }
    }
}

extension JanusMessage {
    /// - Throws: ``JSONFault`` when it is no message of Janus.
    init(_ bytes: [UInt8]) throws(JSONFault) {
        self = try JSONReader.read(bytes) { reader throws(JSONFault) in try JanusMessage(from: &reader) }
    }

    private init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "janus": self.kind = Self.kind(try reader.string())
            case "transaction": self.transaction = UInt64(try reader.string())
            case "session_id": self.sessionID = try reader.integer(in: 0 ... .max)
            case "sender": self.sender = try reader.integer(in: 0 ... .max)
            case "reason": self.reason = try reader.string()
            case "data": self.dataID = try Self.readID(from: &reader)
            case "error": try self.readError(from: &reader)
            case "plugindata": try self.readPluginData(from: &reader)
            case "jsep": self.description = try SessionDescription(from: &reader)
            default: try reader.skip()
            }
        }
    }

    private static func kind(_ text: String) -> Kind {
        switch text {
        case "ack": .ack
        case "success": .success
        case "event": .event
        case "error": .error
        case "webrtcup": .webRTCUp
        case "hangup": .hangup
        case "detached": .detached
        case "timeout": .timeout
        default: .other
        }
    }

    private static func readID(from reader: inout JSONReader) throws(JSONFault) -> UInt64? {
        var id: UInt64?
        try reader.beginObject()
        while let name = try reader.nextName() {
            if reader.isName(name, "id") { id = try reader.integer(in: 0 ... .max) } else { try reader.skip() }
        }
        return id
    }

    private mutating func readError(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "code": self.errorCode = try reader.integer(in: .min ... .max)
            case "reason": self.reason = try reader.string()
            default: try reader.skip()
            }
        }
    }

    private mutating func readPluginData(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            if reader.isName(name, "data") {
                self.room = try VideoRoomData(from: &reader)
            } else {
                try reader.skip()
            }
        }
    }
}

extension SessionDescription {
    fileprivate init(from reader: inout JSONReader) throws(JSONFault) {
        var role: Role?
        var sdp: String?
        let start = reader.offset
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "type": role = Role(rawValue: try reader.string())
            case "sdp": sdp = try reader.string()
            default: try reader.skip()
            }
        }
        guard let role, let sdp else { throw JSONFault(.invalidValue, at: start) }
        self.init(role: role, sdp: sdp)
    }
}

extension VideoRoomData {
    fileprivate init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "videoroom": self.kind = try reader.string()
            case "error_code": self.errorCode = try reader.integer(in: .min ... .max)
            case "error": self.error = try reader.string()
            case "streams": self.streams = try VideoRoomStream.list(from: &reader)
            case "reason": self.leavingReason = try reader.string()
            default: try reader.skip()
            }
        }
    }
}

extension VideoRoomStream {
    /// Reads an array of sections.
    static func list(from reader: inout JSONReader) throws(JSONFault) -> [VideoRoomStream] {
        var streams: [VideoRoomStream] = []
        try reader.beginArray()
        while try reader.nextElement() { streams.append(try VideoRoomStream(from: &reader)) }
        return streams
    }

    private init(from reader: inout JSONReader) throws(JSONFault) {
        self.mid = ""
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "mid": self.mid = try reader.string()
            case "disabled": self.isDisabled = try reader.bool()
            case "description": self.description = try reader.string()
            case "feed_id": self.feed = try reader.string()
            case "feed_mid": self.feedMid = try reader.string()
            case "feed_description": self.feedDescription = try reader.string()
            default: try reader.skip()
            }
        }
    }
}
