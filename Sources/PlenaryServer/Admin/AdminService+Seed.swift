// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Identity
internal import SQLiteStore
internal import Wire

extension AdminService {
    /// A month: longer ones would outlive what they demonstrate.
    private static let tokenHours: ClosedRange<UInt32> = 1...744

    func seedDemo(_ request: SeedDemo, by actor: AuditActor) async throws(ServerFailure) -> SeededDemo {
        try Self.check(request)
        let demo = DemoOrganisation(
            unitCount: Int(request.units),
            accountCount: Int(request.accounts),
            seed: UInt64(request.seed)
        )
        var accounts = try await self.seededBefore(demo)
        let isNew = accounts == nil
        if isNew { accounts = try await self.seed(demo, by: actor) }
        let tokens = try await self.tokens(for: accounts ?? [], hours: request.tokenHours)
        return SeededDemo(units: demo.units.count, accounts: tokens.count, isNew: isNew, tokens: tokens)
    }

    private static func check(_ request: SeedDemo) throws(ServerFailure) {
        guard (1...DemoOrganisation.unitsMax).contains(Int(request.units)) else {
            throw ServerFailure(.invalidInput, "a demonstration has 1 to \(DemoOrganisation.unitsMax) units")
        }
        guard (1...DemoOrganisation.accountsMax).contains(Int(request.accounts)) else {
            throw ServerFailure(.invalidInput, "a demonstration has 1 to \(DemoOrganisation.accountsMax) accounts")
        }
        guard Self.tokenHours.contains(request.tokenHours) else {
            throw ServerFailure(.invalidInput, "tokens live for 1 to \(Self.tokenHours.upperBound) hours")
        }
    }

    /// The accounts of an earlier seeding; nil when the directory is empty, refused when others are in it.
    private func seededBefore(_ demo: DemoOrganisation) async throws(ServerFailure) -> [Account]? {
        let found = try await self.read { directory throws(SQLiteStoreError) -> [Account]?? in
            guard try directory.organisation().root != nil else { return .some(nil) }
            var accounts: [Account] = []
            for name in demo.loginNames {
                guard let account = try directory.account(identifiedBy: name.text) else { return nil }
                accounts.append(account)
            }
            return accounts
        }
        guard let found else {
            throw ServerFailure(.refused, "the directory is not empty: seed a new data folder")
        }
        return found
    }

    private func seed(_ demo: DemoOrganisation, by actor: AuditActor) async throws(ServerFailure) -> [Account] {
        try await self.change { directory throws(DirectoryError) in
            try directory.importOrganisation(units: demo.units, by: actor) { try demo.accounts(in: $0) }.accounts
        }
    }

    private func tokens(for accounts: [Account], hours: UInt32) async throws(ServerFailure) -> [SeededDemo.Token] {
        var configuration = self.configuration
        configuration.accessTokenLife = .seconds(Int64(hours) * 3_600)
        let (now, files) = (self.now, self.files)
        return try await Blocking.run { [configuration] () throws(ServerFailure) in
            do throws(IdentityFailure) {
                let issuer = try ServerSignIn.accessTokens(configuration, files)
                var tokens: [SeededDemo.Token] = []
                tokens.reserveCapacity(accounts.count)
                for account in accounts {
                    let id = account.id.rawValue
                    let token = try issuer.issue(for: id, generation: account.tokenGeneration, at: now).token
                    tokens.append(SeededDemo.Token(account: id, name: account.details.name.text, token: token))
                }
                return tokens
            } catch {
                throw ServerFailure(error)
            }
        }
    }
}
