// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Copies the database as it is at one moment, while it is in use.
public struct MakeBackup: AdminRequest {
    public static let method = "admin.backup"

    /// Absolute, on the server's machine.
    public let path: String

    public init(path: String) {
        self.path = path
    }

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> MadeBackup {
        try await service.makeBackup(self, by: actor)
    }
}

extension MakeBackup {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member("path", self.path) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        self.path = try JSONMembers(from: &reader).value("path")
    }
}
