// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Foundation
internal import SQLiteStore

extension AdminService {
    func makeBackup(_ request: MakeBackup, by actor: AuditActor) async throws(ServerFailure) -> MadeBackup {
        guard request.path.hasPrefix("/"), !request.path.hasSuffix("/") else {
            throw ServerFailure(.invalidInput, "\"\(request.path.shown)\" is no absolute path of a file")
        }
        let database = self.store.database
        // As SQLite and what it keeps beside the file; a copy over them would end the original.
        let original = URL(fileURLWithPath: request.path).resolvingSymlinksInPath().path
        guard !original.hasPrefix(database.path) else {
            throw ServerFailure(.refused, "\(request.path) is the database itself: choose another file")
        }
        let event = AuditEvent("database.backedUp", "file:\(request.path)")
        try await self.read { directory throws(SQLiteStoreError) in try directory.audit(event, by: actor) }
        return try await Blocking.run { () throws(ServerFailure) in
            do throws(SQLiteStoreError) {
                try database.backup(to: request.path)
            } catch {
                throw ServerFailure(.fileFailed, "cannot back up to \(request.path): \(error.cause)")
            }
            let size = try? FileManager.default.attributesOfItem(atPath: request.path)[.size] as? NSNumber
            return MadeBackup(path: request.path, bytes: size?.int64Value ?? 0)
        }
    }
}
