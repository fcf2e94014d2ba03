// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `room.create`.
public struct CreateRoomResult: Hashable, Sendable {
    public var room: WireRoom
    /// What people open in a browser to join.
    public var link: String

    public init(room: WireRoom, link: String) {
        self.room = room
        self.link = link
    }
}

extension CreateRoomResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.room, self.room)
            writer.member(.link, self.link)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var room: WireRoom?
        var link: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .room: room = try reader.value()
            case .link: link = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(room: try reader.required(room, .room), link: try reader.required(link, .link))
    }
}
