// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// What a demonstration was seeded with.
public struct SeededDemo: Sendable {
    /// An access token of one account.
    public struct Token: Sendable {
        public let account: UInt64
        /// The login name.
        public let name: String
        public let token: SecretText
    }

    public let units: Int
    public let accounts: Int
    /// False when all of it was there already and only the tokens are new.
    public let isNew: Bool
    public let tokens: [Token]
}

extension SeededDemo: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("units", self.units)
            writer.member("accounts", self.accounts)
            writer.member("new", self.isNew)
            writer.list("tokens", self.tokens)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.units = Int(try members.number("units"))
        self.accounts = Int(try members.number("accounts"))
        self.isNew = try members.value("new")
        self.tokens = try members.value("tokens")
    }
}

extension SeededDemo.Token: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("account", self.account)
            writer.member("name", self.name)
            writer.member("token", self.token)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.account = try members.value("account")
        self.name = try members.value("name")
        self.token = try members.value("token")
    }
}
