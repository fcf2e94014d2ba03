// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Lists accounts in the order of their ids, a page at a time.
public struct ListAccounts: AdminRequest {
    public static let method = "admin.account.list"
    /// Accounts on one page at most.
    public static let pageMax = 1_000

    /// Only in this unit and below it.
    public var unit: String?
    /// Found in name, pinyin or an identifier.
    public var match: String?
    /// The last account of the page before.
    public var after: UInt64?

    public init(unit: String? = nil, match: String? = nil) {
        self.unit = unit
        self.match = match
    }

    public func perform(
        on service: AdminService,
        by actor: AuditActor
    ) async throws(ServerFailure) -> AccountPage {
        try await service.listAccounts(self)
    }
}

extension ListAccounts {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.optionalMember("unit", self.unit)
            writer.optionalMember("match", self.match)
            writer.optionalMember("after", self.after)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.unit = try members.optional("unit")
        self.match = try members.optional("match")
        self.after = try members.optional("after")
    }
}
