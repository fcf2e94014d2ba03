// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// A demonstration's accounts with their passwords: the one time that these can be seen.
public struct CreatedDemo: Sendable {
    public let units: [UnitRecord]
    public let accounts: [AccountCredentials]
}

extension CreatedDemo: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.list("units", self.units)
            writer.list("accounts", self.accounts)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.units = try members.value("units")
        self.accounts = try members.value("accounts")
    }
}
