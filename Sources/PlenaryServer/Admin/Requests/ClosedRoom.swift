// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// A room that was ended.
public struct ClosedRoom: Sendable, Equatable {
    public let room: String
    /// How many participants were in it.
    public let participants: Int
}

extension ClosedRoom: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("room", self.room)
            writer.member("participants", self.participants)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.room = try members.value("room")
        self.participants = Int(try members.number("participants"))
    }
}
