// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// An account as the command line shows it.
public struct AccountRecord: Sendable, Equatable {
    /// A role and the path of the unit where the account holds it.
    public struct HeldRole: Sendable, Equatable {
        public let role: String
        public let unit: String
    }

    public let id: UInt64
    public let name: String
    public let displayName: String
    public var employeeNumber: String?
    public var phone: String?
    public var title: String
    public let rank: Int
    /// The path of the primary unit.
    public let unit: String
    public let isDisabled: Bool
    public let roles: [HeldRole]
}

extension AccountRecord: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("account", self.id)
            writer.member("name", self.name)
            writer.member("displayName", self.displayName)
            writer.optionalMember("employee", self.employeeNumber)
            writer.optionalMember("phone", self.phone)
            writer.member("title", self.title)
            writer.member("rank", self.rank)
            writer.member("unit", self.unit)
            writer.member("disabled", self.isDisabled)
            writer.list("roles", self.roles)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.id = try members.value("account")
        self.name = try members.value("name")
        self.displayName = try members.value("displayName")
        self.employeeNumber = try members.optional("employee")
        self.phone = try members.optional("phone")
        self.title = try members.value("title")
        self.rank = Int(try members.number("rank"))
        self.unit = try members.value("unit")
        self.isDisabled = try members.value("disabled")
        self.roles = try members.value("roles")
    }
}

extension AccountRecord.HeldRole: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("role", self.role)
            writer.member("unit", self.unit)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.role = try members.value("role")
        self.unit = try members.value("unit")
    }
}
