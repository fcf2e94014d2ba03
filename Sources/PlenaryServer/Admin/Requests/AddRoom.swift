// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Opens a room.
public struct AddRoom: AdminRequest {
    public static let method = "admin.room.add"

    public let title: String
    /// By what the chair signs in: name, employee number or phone.
    public let chair: String
    /// Participants, not sessions.
    public let limit: UInt32
    /// `replace`, `refuse` or `allow`.
    public let policy: String

    public init(title: String, chair: String, limit: UInt32, policy: String) {
        self.title = title
        self.chair = chair
        self.limit = limit
        self.policy = policy
    }

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> RoomRecord {
        try await service.addRoom(self, by: actor)
    }
}

extension AddRoom {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("title", self.title)
            writer.member("chair", self.chair)
            writer.member("limit", self.limit)
            writer.member("policy", self.policy)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.title = try members.value("title")
        self.chair = try members.value("chair")
        self.limit = try members.value("limit")
        self.policy = try members.value("policy")
    }
}
