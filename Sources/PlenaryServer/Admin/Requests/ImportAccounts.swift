// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Adds the accounts of a file, all or none, each with a random password.
public struct ImportAccounts: AdminRequest {
    public static let method = "admin.account.import"

    /// The file's text, decoded (``ImportText``).
    public let text: String
    /// Whether the file is only checked.
    public let isDryRun: Bool

    public init(text: String, isDryRun: Bool) {
        self.text = text
        self.isDryRun = isDryRun
    }

    public func perform(
        on service: AdminService,
        by actor: AuditActor
    ) async throws(ServerFailure) -> ImportReport {
        try await service.importAccounts(self, by: actor)
    }
}

extension ImportAccounts {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("text", self.text)
            writer.member("dryRun", self.isDryRun)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.text = try members.value("text")
        self.isDryRun = try members.optional("dryRun") ?? false
    }
}
