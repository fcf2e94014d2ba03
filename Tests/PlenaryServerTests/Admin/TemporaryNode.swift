// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import DirectoryCore
import Foundation
import Logging
import SQLiteStore

@testable import PlenaryServer

/// A node's data folder for one test, with the service on it; gone with it.
final class TemporaryNode: Sendable {
    static let actor = AuditActor.console(user: "tester")

    let home: String
    let service: AdminService

    /// - Parameter name: Part of the folder's name, for long paths.
    init(name: String = "") throws {
        let url = FileManager.default.temporaryDirectory.appending(component: "plenary-\(UUID().uuidString)\(name)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.home = url.path
        self.service = try AdminService(opening: ServerConfiguration(), home: self.home)
    }

    deinit {
        self.service.close()
        try? FileManager.default.removeItem(atPath: self.home)
    }

    func perform<Request: AdminRequest>(_ request: Request) async throws -> Request.Answer {
        try await request.perform(on: self.service, by: Self.actor)
    }

    /// The code of the failure that a request ends with.
    func failure(of request: some AdminRequest) async -> ServerFailure.Code? {
        do {
            _ = try await request.perform(on: self.service, by: Self.actor)
            return nil
        } catch {
            return error.code
        }
    }

    /// A ministry with a province.
    func addUnits() async throws {
        _ = try await self.perform(AddUnit(path: "/cn", name: "示范部", tier: 1, kind: "local"))
        _ = try await self.perform(AddUnit(path: "/cn/13", name: "河北", tier: 2, kind: "local", order: 13))
    }

    /// What the audit log says, as `actor action target`.
    func audited() throws -> [String] {
        try self.service.directory.auditEntries().map { "\($0.actor) \($0.action) \($0.target)" }
    }

    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
