// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Identity
internal import SQLiteStore
internal import Wire

extension AdminService {
    func addAccount(_ new: AddAccount, by actor: AuditActor) async throws(ServerFailure) -> AccountCredentials {
        let tree = try await self.organisation()
        let details = try Self.details(new, in: tree)
        let roles = try Self.roles(new.roles)
        let (password, hash) = try await self.password(new.password)
        let account = try await self.change { directory throws(DirectoryError) in
            try directory.addAccount(NewAccount(details, passwordHash: hash, roles: roles), by: actor)
        }
        let record = Self.record(account, roles.map { (account.id, $0, details.unit) }, tree)
        return AccountCredentials(account: record, password: new.password == nil ? password : nil)
    }

    func setPassword(_ request: SetPassword, by actor: AuditActor) async throws(ServerFailure) -> AccountCredentials {
        let account = try await self.account(request.account)
        let (password, hash) = try await self.password(request.password)
        let changed = try await self.change { directory throws(DirectoryError) in
            try directory.setPasswordHash(hash, of: account.id, by: actor)
        }
        await self.node?.revokeAccess(of: changed.id.rawValue, before: changed.tokenGeneration)
        let record = try await self.record(changed)
        return AccountCredentials(account: record, password: request.password == nil ? password : nil)
    }

    func setDisabled(_ request: SetDisabled, by actor: AuditActor) async throws(ServerFailure) -> AccountRecord {
        let account = try await self.account(request.account)
        let changed = try await self.change { directory throws(DirectoryError) in
            try directory.setDisabled(request.isDisabled, account.id, by: actor)
        }
        if request.isDisabled {
            await self.node?.revokeAccess(of: changed.id.rawValue, before: changed.tokenGeneration)
        }
        return try await self.record(changed)
    }

    func listAccounts(_ request: ListAccounts) async throws(ServerFailure) -> AccountPage {
        let tree = try await self.organisation()
        let unit = try request.unit.map { text throws(ServerFailure) in try Self.unit(text, in: tree).id }
        let (found, roles) = try await self.read { directory throws(SQLiteStoreError) in
            let found = try directory.accounts(
                under: unit,
                matching: request.match,
                after: request.after.map { AccountID($0) },
                limit: ListAccounts.pageMax + 1
            )
            return (found, try directory.roles())
        }
        let held = Dictionary(grouping: roles, by: \.account)
        let accounts = found.prefix(ListAccounts.pageMax).map { account in
            Self.record(account, (held[account.id] ?? []).map { ($0.account, $0.role, $0.unit) }, tree)
        }
        return AccountPage(accounts: accounts, hasMore: found.count > ListAccounts.pageMax)
    }

    // MARK: Records

    private func record(_ account: Account) async throws(ServerFailure) -> AccountRecord {
        let (tree, roles) = try await self.read { directory throws(SQLiteStoreError) in
            (try directory.organisation(), try directory.roles(of: account.id))
        }
        return Self.record(account, roles.map { ($0.account, $0.role, $0.unit) }, tree)
    }

    static func record(
        _ account: Account,
        _ roles: [(account: AccountID, role: Role, unit: OrgUnitID)],
        _ tree: OrgTree
    ) -> AccountRecord {
        let details = account.details
        return AccountRecord(
            id: account.id.rawValue,
            name: details.name.text,
            displayName: details.displayName,
            employeeNumber: details.employeeNumber?.text,
            phone: details.phone?.text,
            title: details.title,
            rank: Int(details.rank),
            unit: tree.path(of: details.unit)?.description ?? "",
            isDisabled: account.isDisabled,
            roles: roles.map { held in
                AccountRecord.HeldRole(role: held.role.name, unit: tree.path(of: held.unit)?.description ?? "")
            }
        )
    }

    // MARK: What was typed

    private static func details(_ new: AddAccount, in tree: OrgTree) throws(ServerFailure) -> AccountDetails {
        guard let name = LoginName(new.name) else {
            let rule = "2 to 32 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter"
            throw ServerFailure(.invalidInput, "\"\(new.name.shown)\" is no login name: use \(rule)")
        }
        let employee = try new.employeeNumber.map { text throws(ServerFailure) in
            guard let number = EmployeeNumber(text) else {
                let rule = "1 to 10 digits, or 1 to 3 letters followed by 4 to 10 digits"
                throw ServerFailure(.invalidInput, "\"\(text.shown)\" is no employee number: use \(rule)")
            }
            return number
        }
        let phone = try new.phone.map { text throws(ServerFailure) in
            guard let phone = PhoneNumber(text) else {
                let rule = "11 digits of a mobile number, or + with country code and number"
                throw ServerFailure(.invalidInput, "\"\(text.shown)\" is no telephone number: use \(rule)")
            }
            return phone
        }
        return AccountDetails(
            name: name,
            employeeNumber: employee,
            phone: phone,
            displayName: new.displayName,
            title: new.title,
            rank: new.rank ?? AccountDetails.rankDefault,
            unit: try Self.unit(new.unit, in: tree).id
        )
    }

    /// The roles that `names` name; refused when one account cannot hold all of them.
    private static func roles(_ names: [String]) throws(ServerFailure) -> [Role] {
        var roles: [Role] = []
        for name in names {
            guard let role = Role(name: name) else {
                let known = Role.allCases.map(\.name).joined(separator: ", ")
                throw ServerFailure(.invalidInput, "\"\(name.shown)\" is no role: use one of \(known)")
            }
            guard !roles.contains(role) else { continue }
            do {
                try role.checkSeparation(from: roles)
            } catch {
                throw ServerFailure(error)
            }
            roles.append(role)
        }
        return roles
    }

    static func unit(_ text: String, in tree: OrgTree) throws(ServerFailure) -> OrgUnit {
        guard let path = UnitPath(text) else {
            throw ServerFailure(.invalidInput, "\"\(text.shown)\" is no path of a unit: write it like /cn/13/1301")
        }
        guard let unit = tree.unit(at: path) else {
            throw ServerFailure(.unknownName, "there is no unit \(path): `plenary unit list` shows those that are")
        }
        return unit
    }

    // MARK: Passwords

    /// The password that was given, or a random one, and its hash.
    private func password(_ given: SecretText?) async throws(ServerFailure) -> (SecretText, String) {
        if let given {
            let count = given.revealed.utf8.count
            guard Self.passwordBytes.contains(count) else {
                let (least, most) = (Self.passwordBytes.lowerBound, Self.passwordBytes.upperBound)
                throw ServerFailure(.invalidInput, "a password has \(least) to \(most) bytes, not \(count)")
            }
        }
        let password = given ?? RandomPassword.make()
        return (password, try await Self.hashes(of: [password], threads: 1)[0])
    }

    /// Hashes many passwords, each about 20 ms of a processor.
    static func hashes(of passwords: [SecretText], threads: Int) async throws(ServerFailure) -> [String] {
        let share = max(1, (passwords.count + threads - 1) / max(1, threads))
        let results = await withTaskGroup(of: (Int, Result<[String], ServerFailure>).self) { group in
            for start in stride(from: 0, to: passwords.count, by: share) {
                let part = Array(passwords[start..<min(start + share, passwords.count)])
                group.addTask { (start, await Self.hashPart(part)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var hashes: [String] = []
        for (_, result) in results.sorted(by: { $0.0 < $1.0 }) { hashes += try result.get() }
        return hashes
    }

    private static func hashPart(_ passwords: [SecretText]) async -> Result<[String], ServerFailure> {
        await Blocking.run {
            let hasher = PasswordHasher()
            do {
                return .success(try passwords.map { try hasher.hash($0) })
            } catch {
                return .failure(ServerFailure(.internalFailure, "\(error)"))
            }
        }
    }
}
