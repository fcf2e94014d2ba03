// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// An account, and its password when one was made for it: the one time that it can be seen.
public struct AccountCredentials: Sendable {
    public let account: AccountRecord
    public let password: SecretText?
}

extension AccountCredentials: JSONEncodable, JSONDecodable {
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
