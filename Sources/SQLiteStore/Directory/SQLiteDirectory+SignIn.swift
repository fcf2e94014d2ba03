// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
internal import ConferenceCore
internal import DirectoryCore
internal import GRDB

extension SQLiteDirectory: AccountDirectory {
    public func record(identifiedBy identifier: String) throws(StoreFailure) -> SignInRecord? {
        guard let identifier = LoginIdentifier(typed: identifier) else { return nil }
        return try self.record(while: "looking an account up") { db in try AccountTable.stored(identifier, db) }
    }

    public func record(of account: UInt64) throws(StoreFailure) -> SignInRecord? {
        try self.record(while: "looking account \(account) up") { db in
            try AccountTable.stored(AccountID(account), db)
        }
    }

    public func replacePasswordHash(of account: UInt64, with hash: String) throws(StoreFailure) {
        do {
            try self.database.write(while: "renewing the password hash of account \(account)") { db in
                try AccountTable.setPasswordHash(hash, AccountID(account), db)
            }
        } catch {
            throw error.storeFailure
        }
    }

    /// One read transaction, so that account, units and roles belong together.
    private func record(
        while activity: String,
        _ find: (Database) throws -> AccountTable.Stored?
    ) throws(StoreFailure) -> SignInRecord? {
        do {
            return try self.database.read(while: activity) { db in
                guard let stored = try find(db) else { return nil }
                let line = try UnitTable.line(to: stored.account.details.unit, db)
                let roles = stored.account.isDisabled ? [] : try RoleTable.assignments(of: stored.account.id, db)
                return Self.record(of: stored, line: line, roles: roles)
            }
        } catch {
            throw error.storeFailure
        }
    }

    /// What an account may do in rooms follows from its roles where it belongs.
    private static func record(
        of stored: AccountTable.Stored,
        line: [RosterUnit],
        roles: [RoleAssignment]
    ) -> SignInRecord {
        let account = stored.account
        let path = line.compactMap { OrgUnitID($0.id.rawValue) }
        let keys = SearchKeys(
            pinyin: stored.pinyin,
            initials: stored.initials,
            phone: account.details.phone?.publicSuffix ?? ""
        )
        let profile = Profile(
            principal: Principal(.account, account.id.rawValue),
            name: account.details.displayName,
            title: account.details.title,
            rank: account.details.rank,
            nameKey: stored.nameKey,
            searchKeys: keys
        )
        return SignInRecord(
            account: account.id.rawValue,
            passwordHash: stored.passwordHash,
            isDisabled: account.isDisabled,
            tokenGeneration: account.tokenGeneration,
            profile: profile,
            unitPath: line,
            mayCreateRooms: Authorization.allows(.createRooms, at: path, roles),
            authority: Authorization.allows(.operateRooms, at: path, roles) ? .operator : .none
        )
    }
}
