// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Foundation

/// The way in to a node for one command: through the server when one runs, else by its database.
public final class AdminAccess: Sendable {
    private enum Way: Sendable {
        case database(AdminService, AuditActor)
        case server(AdminClient)
    }

    private let way: Way

    private init(_ way: Way) {
        self.way = way
    }

    /// - Parameter home: Where relative paths of the configuration start.
    /// - Throws: ``ServerFailure/Code/databaseInUse`` when a server is just starting or stopping.
    public static func open(_ configuration: ServerConfiguration, home: String) throws(ServerFailure) -> AdminAccess {
        let files = ServerFiles(configuration, home: home)
        if let client = try AdminClient.connect(to: files.controlSocket) { return AdminAccess(.server(client)) }
        let service = try AdminService(opening: configuration, home: home)
        return AdminAccess(.database(service, .console(user: SystemAccount.current)))
    }

    /// Carries out `request`.
    public func perform<Request: AdminRequest>(_ request: Request) async throws(ServerFailure) -> Request.Answer {
        switch self.way {
        case .database(let service, let actor): try await request.perform(on: service, by: actor)
        case .server(let client): try await client.perform(request)
        }
    }

    /// Whether a running server carries the requests out.
    public var isServed: Bool {
        switch self.way {
        case .database: false
        case .server: true
        }
    }

    /// Gives the node back.
    public func close() {
        switch self.way {
        case .database(let service, _): service.close()
        case .server: break
        }
    }
}
