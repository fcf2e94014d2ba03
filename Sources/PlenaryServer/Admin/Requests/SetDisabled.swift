// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Says whether an account may sign in; disabling ends its sessions at once.
public struct SetDisabled: AdminRequest {
    public static let method = "admin.account.setDisabled"

    /// By what the account signs in: its name, employee number or phone.
    public let account: String
    public let isDisabled: Bool

    public init(account: String, isDisabled: Bool) {
        self.account = account
        self.isDisabled = isDisabled
    }

    public func perform(
        on service: AdminService,
        by actor: AuditActor
    ) async throws(ServerFailure) -> AccountRecord {
        try await service.setDisabled(self, by: actor)
    }
}

extension SetDisabled {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("account", self.account)
            writer.member("disabled", self.isDisabled)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.account = try members.value("account")
        self.isDisabled = try members.value("disabled")
    }
}
