// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Sets the password of an account and ends its sessions; a random one unless one is given.
public struct SetPassword: AdminRequest {
    public static let method = "admin.account.setPassword"

    /// By what the account signs in: its name, employee number or phone.
    public let account: String
    public let password: SecretText?

    public init(account: String, password: SecretText?) {
        self.account = account
        self.password = password
    }

    public func perform(
        on service: AdminService,
        by actor: AuditActor
    ) async throws(ServerFailure) -> AccountCredentials {
        try await service.setPassword(self, by: actor)
    }
}

extension SetPassword {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("account", self.account)
            writer.optionalMember("password", self.password)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.account = try members.value("account")
        self.password = try members.optional("password")
    }
}
