// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The methods `media.report`, `signal.send` and `chat.send`.

extension ClientCall {
    /// Tells what the client's microphone and camera do.
    public struct MediaReport: Hashable, Sendable {
        public let room: WireRoom
        public let microphone: WireSwitch
        public let camera: WireSwitch

        public init(room: WireRoom, microphone: WireSwitch, camera: WireSwitch) {
            self.room = room
            self.microphone = microphone
            self.camera = camera
        }
    }

    /// Relays a value to another session of the room.
    public struct Signal: Hashable, Sendable {
        public let room: WireRoom
        public let to: WireSession
        /// Of at most ``WireLimits/signalBytes``.
        public let payload: OpaqueJSON

        public init(room: WireRoom, to: WireSession, payload: OpaqueJSON) {
            self.room = room
            self.to = to
            self.payload = payload
        }
    }

    /// Posts a text to everybody in the room.
    public struct Chat: Hashable, Sendable {
        public let room: WireRoom
        public let text: String
        public let key: String

        public init(room: WireRoom, text: String, key: String) {
            self.room = room
            self.text = text
            self.key = key
        }
    }
}

extension ClientCall.MediaReport: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.microphone, self.microphone)
            writer.member(.camera, self.camera)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var microphone: WireSwitch?
        var camera: WireSwitch?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .microphone: microphone = try reader.value()
            case .camera: camera = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            microphone: try reader.required(microphone, .microphone),
            camera: try reader.required(camera, .camera)
        )
    }
}

extension ClientCall.Signal: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.to, self.to)
            writer.member(.payload, self.payload)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var to: WireSession?
        var payload: Range<Int>?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .to: to = try reader.value()
            case .payload:
                let range = try reader.skip()
                guard range.count <= WireLimits.signalBytes else {
                    throw JSONFault(.invalidValue, at: range.lowerBound)
                }
                payload = range
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            to: try reader.required(to, .to),
            payload: OpaqueJSON(copying: try reader.required(payload, .payload), from: reader.span)
        )
    }
}

extension ClientCall.Chat: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.text, self.text)
            writer.member(.key, self.key)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var text: String?
        var key: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .text: text = try reader.string(bytes: WireLimits.chatBytes)
            case .key: key = try reader.string(characters: WireLimits.keyCharacters)
            default: try reader.skip()
            }
        }
        self.init(
            room: try reader.required(room, .room),
            text: try reader.required(text, .text),
            key: try reader.required(key, .key)
        )
    }
}
