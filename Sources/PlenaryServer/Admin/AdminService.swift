// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import DirectoryCore
internal import Foundation
internal import Identity
internal import SQLiteStore
internal import Wire

/// What administrators may do to a node: one service, whether the command line has the database to itself or a server
/// runs and carries the commands out.
///
/// Every call may be made from any task; what blocks happens on threads of its own.
public final class AdminService: Sendable {
    /// Bytes of a password that an administrator gives.
    public static let passwordBytes = 8...1_024

    let store: ServerStore
    let configuration: ServerConfiguration
    let files: ServerFiles
    /// Nil when no server runs.
    let node: AdminNode?

    init(_ store: ServerStore, _ configuration: ServerConfiguration, _ files: ServerFiles, node: AdminNode?) {
        self.store = store
        self.configuration = configuration
        self.files = files
        self.node = node
    }

    /// Opens the database of a node that does not run, and makes it when there is none.
    ///
    /// - Throws: ``ServerFailure/Code/databaseInUse`` when the node does run.
    public convenience init(
        opening configuration: ServerConfiguration,
        home: String
    ) throws(ServerFailure) {
        let files = ServerFiles(configuration, home: home)
        self.init(try ServerStore(files), configuration, files, node: nil)
    }

    /// Closes a database that was opened; no call may be under way.
    public func close() {
        if self.node == nil { self.store.close() }
    }

    var directory: SQLiteDirectory { self.store.directory }

    // MARK: Reading and changing the directory

    /// Reads off the shared threads.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteDirectory) throws(SQLiteStoreError) -> Value
    ) async throws(ServerFailure) -> Value {
        try await Blocking.run { [directory = self.directory] () throws(ServerFailure) in
            do throws(SQLiteStoreError) {
                return try body(directory)
            } catch {
                throw ServerFailure(doing: error)
            }
        }
    }

    /// Writes a line about what is done elsewhere; durable when this returns.
    func audit(_ event: AuditEvent, by actor: AuditActor) async throws(ServerFailure) {
        try await self.read { directory throws(SQLiteStoreError) in try directory.audit(event, by: actor) }
    }

    /// Changes something off the shared threads.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (SQLiteDirectory) throws(DirectoryError) -> Value
    ) async throws(ServerFailure) -> Value {
        try await Blocking.run { [directory = self.directory] () throws(ServerFailure) in
            do throws(DirectoryError) {
                return try body(directory)
            } catch {
                throw ServerFailure(error)
            }
        }
    }

    func account(_ typed: String) async throws(ServerFailure) -> Account {
        let account = try await self.read { directory throws(SQLiteStoreError) in
            try directory.account(identifiedBy: typed)
        }
        guard let account else { throw ServerFailure(.unknownName, "there is no account \"\(typed.shown)\"") }
        return account
    }

    func organisation() async throws(ServerFailure) -> OrgTree {
        try await self.read { directory throws(SQLiteStoreError) in try directory.organisation() }
    }

    /// The time that tokens and rooms are stamped with.
    var now: Timestamp { SystemClock().wall }
}

extension String {
    /// As much of what somebody typed as a message repeats, on one line.
    var shown: String {
        let plain = String(self.unicodeScalars.filter { $0.properties.generalCategory != .control })
        return plain.count <= 60 ? plain : plain.prefix(60) + "…"
    }
}
