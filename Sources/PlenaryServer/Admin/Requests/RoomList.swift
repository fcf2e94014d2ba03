// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// Rooms, newest first.
public struct RoomList: Sendable {
    public let rooms: [RoomRecord]
}

extension RoomList: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.list("rooms", self.rooms) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        self.rooms = try JSONMembers(from: &reader).value("rooms")
    }
}
