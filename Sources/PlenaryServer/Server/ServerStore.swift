// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Identity
internal import SQLiteStore

/// The database of a node and what is kept in it.
final class ServerStore: Sendable {
    let database: SQLiteDatabase
    let log: SQLiteSlotLog
    let directory: SQLiteDirectory

    init(_ files: ServerFiles) throws(ServerFailure) {
        try files.makeDataFolder()
        do {
            self.database = try SQLiteDatabase(path: files.database)
        } catch {
            throw ServerFailure(error, files.database)
        }
        self.log = SQLiteSlotLog(database: self.database)
        self.directory = SQLiteDirectory(database: self.database, digest: SHA256.digest(of:))
    }

    /// Writes what was accepted and closes the file.
    func close() {
        self.log.stop()
        self.database.close()
    }
}
