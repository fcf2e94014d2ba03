// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The JSON forms of what a room's state is made of.

extension WireRoomState.Mute: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.all, self.isForAll)
            writer.member(.selfUnmute, self.allowsSelfUnmute)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var isForAll: Bool?
        var allowsSelfUnmute: Bool?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .all: isForAll = try reader.value()
            case .selfUnmute: allowsSelfUnmute = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            isForAll: try reader.required(isForAll, .all),
            allowsSelfUnmute: try reader.required(allowsSelfUnmute, .selfUnmute)
        )
    }
}

extension WireRoomState.Floor: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.holders, self.holders)
            writer.member(.queue, self.queue)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var holders: [WirePerson]?
        var queue: [WirePerson]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .holders: holders = try reader.value()
            case .queue: queue = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(holders: try reader.required(holders, .holders), queue: try reader.required(queue, .queue))
    }
}

extension WireRoomState.Media: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.mode, self.mode)
            writer.member(.limit, self.limit)
            writer.member(.members, self.members)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var mode: WireRoomState.Media.Mode?
        var limit: UInt32?
        var members: [WireMeshMember]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .mode: mode = try reader.value()
            case .limit: limit = try reader.value()
            case .members: members = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            mode: try reader.required(mode, .mode),
            limit: try reader.required(limit, .limit),
            members: try reader.required(members, .members)
        )
    }
}

extension WireRoomState.ChatMessage: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.offset, self.offset)
            writer.member(.at, self.at)
            writer.member(.from, self.from)
            writer.member(.name, self.name)
            writer.member(.text, self.text)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var offset: UInt64?
        var at: Int64?
        var from: WireParticipant?
        var name: String?
        var text: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .offset: offset = try reader.value()
            case .at: at = try reader.value()
            case .from: from = try reader.value()
            case .name: name = try reader.value()
            case .text: text = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            offset: try reader.required(offset, .offset),
            at: try reader.required(at, .at),
            from: try reader.required(from, .from),
            name: try reader.required(name, .name),
            text: try reader.required(text, .text)
        )
    }
}
