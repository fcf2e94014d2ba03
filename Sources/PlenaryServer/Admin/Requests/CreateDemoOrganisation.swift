// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Fills an empty directory with a small organisation to try things with.
public struct CreateDemoOrganisation: AdminRequest {
    public static let method = "admin.demo.init"

    public init() {}

    public func perform(
        on service: AdminService,
        by actor: AuditActor
    ) async throws(ServerFailure) -> CreatedDemo {
        try await service.createDemoOrganisation(by: actor)
    }
}

extension CreateDemoOrganisation {
    public func write(to writer: inout JSONWriter) { writer.object { _ in } }

    public init(from reader: inout JSONReader) throws(JSONFault) { _ = try JSONMembers(from: &reader) }
}
