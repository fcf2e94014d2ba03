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
        guard !self.ownFiles.contains(Self.place(of: request.path)) else {
            throw ServerFailure(.refused, "\(request.path) is a file of the node itself: choose another file")
        }
        try await self.audit(AuditEvent("database.backedUp", "file:\(request.path)"), by: actor)
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

    /// Where a node keeps what a copy would end: its database with all that belongs to that, its keys, its socket.
    private var ownFiles: Set<String> {
        let database = ["", "-wal", "-shm", "-journal", ".lock"].map { self.store.database.path + $0 }
        let others = [self.files.signingKey, self.files.invitationKey, self.files.controlSocket]
        return Set((database + others).map(Self.place))
    }

    /// The path without symbolic links, also that of a file which does not exist yet.
    private static func place(of path: String) -> String {
        if FileManager.default.fileExists(atPath: path) { return URL(filePath: path).resolvingSymlinksInPath().path }
        let url = URL(filePath: path).standardizedFileURL
        let folder = url.deletingLastPathComponent().resolvingSymlinksInPath()
        return folder.appending(component: url.lastPathComponent).path
    }
}
