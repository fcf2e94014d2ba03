// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// A room as the command line shows it.
public struct RoomRecord: Sendable, Equatable {
    /// Nine digits.
    public let room: String
    public let title: String
    /// The login name of the chair's account; its number when there is no such account.
    public let chair: String
    public let createdAtMs: Int64
    public let isEnded: Bool
    public let link: String
}

extension RoomRecord: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("room", self.room)
            writer.member("title", self.title)
            writer.member("chair", self.chair)
            writer.member("createdAt", self.createdAtMs)
            writer.member("ended", self.isEnded)
            writer.member("link", self.link)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.room = try members.value("room")
        self.title = try members.value("title")
        self.chair = try members.value("chair")
        self.createdAtMs = try members.value("createdAt")
        self.isEnded = try members.value("ended")
        self.link = try members.value("link")
    }
}
