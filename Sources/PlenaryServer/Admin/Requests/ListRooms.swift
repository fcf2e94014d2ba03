// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Lists rooms, newest first.
public struct ListRooms: AdminRequest {
    public static let method = "admin.room.list"
    /// Rooms that one list has at most.
    public static let roomsMax = 10_000

    /// Whether rooms that are over are listed too.
    public let isAll: Bool

    public init(isAll: Bool) {
        self.isAll = isAll
    }

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> RoomList {
        try await service.listRooms(self)
    }
}

extension ListRooms {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member("all", self.isAll) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        self.isAll = try JSONMembers(from: &reader).optional("all") ?? false
    }
}
