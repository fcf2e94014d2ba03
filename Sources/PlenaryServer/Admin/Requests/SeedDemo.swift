// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Fills an empty directory for load tests, the same way each time, and issues an access token for each account.
///
/// Asked again for as many units and accounts, it only issues new tokens.
public struct SeedDemo: AdminRequest {
    public static let method = "admin.demo.seed"

    public let units: UInt32
    public let accounts: UInt32
    public let tokenHours: UInt32
    /// Chooses the names.
    public let seed: UInt32

    public init(units: UInt32, accounts: UInt32, tokenHours: UInt32, seed: UInt32) {
        self.units = units
        self.accounts = accounts
        self.tokenHours = tokenHours
        self.seed = seed
    }

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> SeededDemo {
        try await service.seedDemo(self, by: actor)
    }
}

extension SeedDemo {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("units", self.units)
            writer.member("accounts", self.accounts)
            writer.member("tokenHours", self.tokenHours)
            writer.member("seed", self.seed)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.units = try members.value("units")
        self.accounts = try members.value("accounts")
        self.tokenHours = try members.value("tokenHours")
        self.seed = try members.value("seed")
    }
}
