// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
internal import GRDB

extension SQLiteDirectory {
    // MARK: Finding

    public func account(_ id: AccountID) throws(SQLiteStoreError) -> Account? {
        try self.database.read(while: "finding account \(id.rawValue)") { db in
            try AccountTable.stored(id, db)?.account
        }
    }

    /// The account that signs in by `typed`, in any of the forms in which people write it.
    public func account(identifiedBy typed: String) throws(SQLiteStoreError) -> Account? {
        guard let identifier = LoginIdentifier(typed: typed) else { return nil }
        return try self.database.read(while: "finding an account") { db in
            try AccountTable.stored(identifier, db)?.account
        }
    }

    /// Accounts in the order of their ids.
    ///
    /// - Parameters:
    ///   - unit: Only members of this unit and those below it; nil for all.
    ///   - part: Found in name, pinyin or an identifier, or at the beginning of the initials; nil for any.
    ///   - id: The last one of the page before.
    public func accounts(
        under unit: OrgUnitID? = nil,
        matching part: String? = nil,
        after id: AccountID? = nil,
        limit: Int = 100
    ) throws(SQLiteStoreError) -> [Account] {
        try self.database.read(while: "listing accounts") { db in
            let units = try unit.map { try UnitTable.tree(db).subtree(of: $0) }
            return try AccountTable.accounts(in: units, matching: part, after: id, limit: limit, db)
        }
    }

    /// By what the accounts that exist sign in, for checking an import.
    public func takenIdentifiers() throws(SQLiteStoreError) -> Set<LoginIdentifier> {
        try self.database.read(while: "reading identifiers") { db in try AccountTable.identifiers(db) }
    }

    // MARK: Changing

    /// Adds an account with its roles, all or nothing.
    public func addAccount(_ new: NewAccount, by actor: AuditActor) throws(DirectoryError) -> Account {
        let (new, reading) = try self.prepared(new)
        return try self.changeTogether("adding an account", by: actor) { db in
            let (account, granted) = try self.insert(new, reading, db)
            let added = Self.event("account.added", account.id, Self.described(account.details))
            return (account, [added] + granted)
        }
    }

    /// The account as it will be kept, and its reading, which is the slow part.
    func prepared(_ account: NewAccount) throws(DirectoryError) -> (new: NewAccount, reading: NameReading) {
        let details = try self.checked(account.details)
        let new = NewAccount(details, passwordHash: account.passwordHash, roles: account.roles)
        return (new, self.reading(of: details))
    }

    /// Inserts an account with its roles, and makes the lines of the audit log about these.
    func insert(_ new: NewAccount, _ reading: NameReading, _ db: Database) throws -> (Account, [AuditEvent]) {
        let account = try AccountTable.insert(new, reading, at: self.now, db)
        let granted = try new.roles.map { role in
            try Self.grant(RoleAssignment(account: account.id, role: role, unit: account.details.unit), db)
        }
        return (account, granted)
    }

    /// Replaces everything that an administrator says of an account.
    public func updateAccount(
        _ id: AccountID,
        _ details: AccountDetails,
        by actor: AuditActor
    ) throws(DirectoryError) -> Account {
        let details = try self.checked(details)
        let reading = self.reading(of: details)
        return try self.change("changing account \(id.rawValue)", by: actor) { db in
            let before = try Self.existing(id, db)
            try AccountTable.update(id, details, reading, at: self.now, db)
            let old = Self.described(before.details)
            let changed = Self.described(details).filter { old[$0.key] != $0.value }
            let removed = old.filter { Self.described(details)[$0.key] == nil }.mapValues { _ in "" }
            let event = Self.event("account.changed", id, changed.merging(removed) { new, _ in new })
            return (try Self.existing(id, db), event)
        }
    }

    /// Sets whether an account may sign in; disabling revokes all its tokens at once.
    public func setDisabled(
        _ isDisabled: Bool,
        _ id: AccountID,
        by actor: AuditActor
    ) throws(DirectoryError) -> Account {
        try self.change("\(isDisabled ? "disabling" : "enabling") account \(id.rawValue)", by: actor) { db in
            _ = try Self.existing(id, db)
            try AccountTable.setDisabled(isDisabled, id, at: self.now, db)
            return (try Self.existing(id, db), Self.event(isDisabled ? "account.disabled" : "account.enabled", id))
        }
    }

    /// Sets a password and revokes every token that was issued under the old one.
    ///
    /// - Parameter hash: An Argon2id hash as a PHC string; nil takes the password away.
    public func setPasswordHash(
        _ hash: String?,
        of id: AccountID,
        by actor: AuditActor
    ) throws(DirectoryError) -> Account {
        try self.change("setting the password of account \(id.rawValue)", by: actor) { db in
            _ = try Self.existing(id, db)
            try AccountTable.setPasswordHash(hash, id, db)
            try AccountTable.revokeTokens(of: id, db)
            let action = hash == nil ? "account.passwordRemoved" : "account.passwordSet"
            return (try Self.existing(id, db), Self.event(action, id))
        }
    }

    /// Makes every token of an account worthless, so that all its sessions end.
    public func revokeTokens(of id: AccountID, by actor: AuditActor) throws(DirectoryError) -> Account {
        try self.change("revoking the tokens of account \(id.rawValue)", by: actor) { db in
            _ = try Self.existing(id, db)
            try AccountTable.revokeTokens(of: id, db)
            return (try Self.existing(id, db), Self.event("account.tokensRevoked", id))
        }
    }

    // MARK: Roles

    public func roles(of id: AccountID) throws(SQLiteStoreError) -> [RoleAssignment] {
        try self.database.read(while: "reading the roles of account \(id.rawValue)") { db in
            try RoleTable.assignments(of: id, db)
        }
    }

    /// The roles of everybody, disabled accounts included.
    public func roles() throws(SQLiteStoreError) -> [RoleAssignment] {
        try self.database.read(while: "reading roles") { db in try RoleTable.assignments(db) }
    }

    /// Grants a role; valid from the next time that the account signs in or is checked.
    public func assign(_ assignment: RoleAssignment, by actor: AuditActor) throws(DirectoryError) {
        try self.change("granting a role", by: actor) { db in ((), try Self.grant(assignment, db)) }
    }

    private static func grant(_ assignment: RoleAssignment, _ db: Database) throws -> AuditEvent {
        _ = try Self.existing(assignment.account, db)
        guard try UnitTable.exists(assignment.unit, db) else { throw DirectoryRefusal.unknownUnit }
        let held = try RoleTable.assignments(of: assignment.account, db)
        guard !held.contains(assignment) else { throw DirectoryRefusal.roleHeldAlready }
        try assignment.role.checkSeparation(from: held.map(\.role))
        try RoleTable.insert(assignment, db)
        return try Self.event("role.granted", assignment, db)
    }

    public func revoke(_ assignment: RoleAssignment, by actor: AuditActor) throws(DirectoryError) {
        try self.change("revoking a role", by: actor) { db in
            guard try RoleTable.delete(assignment, db) else { throw DirectoryRefusal.roleNotHeld }
            return ((), try Self.event("role.revoked", assignment, db))
        }
    }

    // MARK: Audit

    private static func existing(_ id: AccountID, _ db: Database) throws -> Account {
        guard let stored = try AccountTable.stored(id, db) else { throw DirectoryRefusal.unknownAccount }
        return stored.account
    }

    private static func event(_ action: String, _ id: AccountID, _ details: [String: String] = [:]) -> AuditEvent {
        AuditEvent(action, "account:\(id.rawValue)", details)
    }

    private static func event(_ action: String, _ assignment: RoleAssignment, _ db: Database) throws -> AuditEvent {
        let path = try UnitTable.tree(db).path(of: assignment.unit)?.description ?? ""
        let details = ["role": assignment.role.name, "unit": "unit:\(assignment.unit.rawValue)", "path": path]
        return Self.event(action, assignment.account, details)
    }

    private static func described(_ details: AccountDetails) -> [String: String] {
        var texts = [
            "name": details.name.text, "displayName": details.displayName, "title": details.title,
            "rank": String(details.rank), "unit": "unit:\(details.unit.rawValue)",
        ]
        texts["employeeNumber"] = details.employeeNumber?.text
        texts["phone"] = details.phone?.text
        texts["reading"] = details.reading
        return texts
    }
}
