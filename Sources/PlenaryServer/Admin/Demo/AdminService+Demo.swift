// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Identity
internal import SQLiteStore
internal import Wire

// The organisation of `plenary init`: small enough to be read at a glance, with each kind of unit and each role.

extension AdminService {
    /// Fills an empty directory with a ministry, provinces, cities and a county, and twelve people in them.
    ///
    /// - Throws: ``ServerFailure/Code/refused`` when the directory has units already; nothing is changed then.
    public func createDemoOrganisation() async throws(ServerFailure) -> CreatedDemo {
        try await self.createDemoOrganisation(by: .console(user: SystemAccount.current))
    }

    func createDemoOrganisation(by actor: AuditActor) async throws(ServerFailure) -> CreatedDemo {
        guard try await self.organisation().root == nil else {
            throw ServerFailure(.refused, "the directory has units already: a demonstration needs an empty one")
        }
        let people = DemoPerson.all
        let passwords = people.map { _ in RandomPassword.make() }
        let hashes = try await Self.hashes(of: passwords, threads: 2)
        let accounts = try await self.change { directory throws(DirectoryError) in
            let added = try directory.importOrganisation(units: DemoPerson.units, by: actor) { tree in
                try zip(people, hashes).map { person, hash in
                    NewAccount(try person.details(in: tree), passwordHash: hash, roles: person.roles)
                }
            }
            return added.accounts
        }
        let tree = try await self.organisation()
        let credentials = accounts.indices.map { index in
            let account = accounts[index]
            let roles = people[index].roles.map { (account.id, $0, account.details.unit) }
            return AccountCredentials(account: Self.record(account, roles, tree), password: passwords[index])
        }
        return CreatedDemo(units: try await self.listUnits().units, accounts: credentials)
    }
}
