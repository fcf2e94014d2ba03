// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Adds an account, with a random password unless one is given.
public struct AddAccount: AdminRequest {
    public static let method = "admin.account.add"

    public var name: String
    public var displayName: String
    /// The path of the primary unit, where the roles are granted too.
    public var unit: String
    public var employeeNumber: String?
    public var phone: String?
    public var title = ""
    public var rank: Int32?
    public var roles: [String] = []
    public var password: SecretText?

    public init(name: String, displayName: String, unit: String) {
        self.name = name
        self.displayName = displayName
        self.unit = unit
    }

    public func perform(
        on service: AdminService,
        by actor: AuditActor
    ) async throws(ServerFailure) -> AccountCredentials {
        try await service.addAccount(self, by: actor)
    }
}

extension AddAccount {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", self.name)
            writer.member("displayName", self.displayName)
            writer.member("unit", self.unit)
            writer.optionalMember("employee", self.employeeNumber)
            writer.optionalMember("phone", self.phone)
            writer.member("title", self.title)
            writer.optionalMember("rank", self.rank.map { Int($0) })
            writer.list("roles", self.roles)
            writer.optionalMember("password", self.password)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.name = try members.value("name")
        self.displayName = try members.value("displayName")
        self.unit = try members.value("unit")
        self.employeeNumber = try members.optional("employee")
        self.phone = try members.optional("phone")
        self.title = try members.optional("title") ?? ""
        self.rank = try members.optionalNumber("rank")
        self.roles = try members.optional("roles") ?? []
        self.password = try members.optional("password")
    }
}
