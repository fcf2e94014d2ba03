// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Ends a room for all who are in it, for ever.
public struct CloseRoom: AdminRequest {
    public static let method = "admin.room.close"

    /// Nine digits; spaces and hyphens between them do not count.
    public let room: String

    public init(room: String) {
        self.room = room
    }

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> ClosedRoom {
        try await service.closeRoom(self, by: actor)
    }
}

extension CloseRoom {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member("room", self.room) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        self.room = try JSONMembers(from: &reader).value("room")
    }
}
