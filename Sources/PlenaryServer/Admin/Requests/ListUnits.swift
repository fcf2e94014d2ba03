// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Lists the whole organisation, each unit before those below it.
public struct ListUnits: AdminRequest {
    public static let method = "admin.unit.list"

    public init() {}

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> UnitList {
        try await service.listUnits()
    }
}

extension ListUnits {
    public func write(to writer: inout JSONWriter) { writer.object { _ in } }

    public init(from reader: inout JSONReader) throws(JSONFault) { _ = try JSONMembers(from: &reader) }
}
