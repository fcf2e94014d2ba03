// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import GRDB

// A schema version is one migration. A migration that has been released is never edited: a later one changes what it
// made. `user_version` repeats the number, so that an older program can say which version it met.

/// The tables, and how each version of them came from the one before.
enum Schema {
    /// The version that this program writes and the newest that it reads.
    static let version = 3
    /// "Plen" in the file's header: tells our databases from other programs'.
    static let applicationID = 0x506C_656E

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 rooms") { db in
            try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
            try db.execute(sql: Self.rooms)
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2 directory") { db in
            try db.execute(sql: Self.directory)
            try db.execute(sql: Self.auditLog)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3 rooms by chair") { db in
            // People look their rooms up whenever they open the page: that must not read through everybody's.
            try db.execute(sql: "CREATE INDEX rooms_by_chair ON rooms (chair_kind, chair_id, is_ended, created_at)")
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        return migrator
    }

    private static let rooms = """
        CREATE TABLE room_slots (
            room INTEGER NOT NULL,
            slot INTEGER NOT NULL CHECK (slot > 0),
            record BLOB NOT NULL,
            PRIMARY KEY (room, slot)
        ) WITHOUT ROWID;
        CREATE TABLE room_snapshots (
            room INTEGER PRIMARY KEY NOT NULL,
            slot INTEGER NOT NULL CHECK (slot > 0),
            record BLOB NOT NULL
        );
        CREATE TABLE rooms (
            room INTEGER PRIMARY KEY NOT NULL,
            title TEXT NOT NULL,
            chair_kind INTEGER NOT NULL,
            chair_id INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            is_ended INTEGER NOT NULL
        );
        CREATE INDEX rooms_by_age ON rooms (is_ended, created_at);
        """

    /// Ids are never used twice, hence AUTOINCREMENT: rooms, tokens and the audit log remember them.
    private static let directory = """
        CREATE TABLE org_units (
            id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id BETWEEN 1 AND 4294967295),
            parent INTEGER REFERENCES org_units (id),
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            tier INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            ordering INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX org_units_by_code ON org_units (coalesce(parent, 0), code);
        CREATE UNIQUE INDEX org_units_one_root ON org_units (parent IS NULL) WHERE parent IS NULL;
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            employee_number TEXT UNIQUE,
            phone TEXT UNIQUE,
            display_name TEXT NOT NULL,
            reading_override TEXT,
            pinyin TEXT NOT NULL,
            initials TEXT NOT NULL,
            name_key BLOB NOT NULL,
            title TEXT NOT NULL,
            rank INTEGER NOT NULL,
            unit INTEGER NOT NULL REFERENCES org_units (id),
            is_disabled INTEGER NOT NULL DEFAULT 0,
            token_generation INTEGER NOT NULL DEFAULT 0,
            password_hash TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        );
        CREATE INDEX accounts_by_unit ON accounts (unit);
        CREATE TABLE account_identifiers (
            identifier TEXT PRIMARY KEY NOT NULL,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE
        ) WITHOUT ROWID;
        CREATE INDEX account_identifiers_by_account ON account_identifiers (account);
        CREATE TABLE role_assignments (
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            role INTEGER NOT NULL,
            unit INTEGER NOT NULL REFERENCES org_units (id),
            PRIMARY KEY (account, role, unit)
        ) WITHOUT ROWID;
        CREATE INDEX role_assignments_by_unit ON role_assignments (unit);
        CREATE TABLE refresh_tokens (
            digest BLOB PRIMARY KEY NOT NULL,
            family BLOB NOT NULL,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            issued_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            is_spent INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
        CREATE INDEX refresh_tokens_by_account ON refresh_tokens (account);
        CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        """

    /// The triggers stop slips of ours; against others there is the chain of hashes.
    private static let auditLog = """
        CREATE TABLE audit_log (
            sequence INTEGER PRIMARY KEY NOT NULL,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            target TEXT NOT NULL,
            details TEXT NOT NULL,
            prev_hash BLOB NOT NULL,
            hash BLOB NOT NULL
        );
        CREATE INDEX audit_log_by_target ON audit_log (target);
        CREATE TRIGGER audit_log_is_not_updated BEFORE UPDATE ON audit_log
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        CREATE TRIGGER audit_log_is_not_deleted BEFORE DELETE ON audit_log
            BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
        """
}
