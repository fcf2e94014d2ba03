// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// One page of a list of accounts.
public struct AccountPage: Sendable {
    public let accounts: [AccountRecord]
    /// Whether more follow after the last.
    public let hasMore: Bool
}

extension AccountPage: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.list("accounts", self.accounts)
            writer.member("more", self.hasMore)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.accounts = try members.value("accounts")
        self.hasMore = try members.value("more")
    }
}
