// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import Logging
internal import Wire

/// Carries out the requests of one connection to the control socket.
struct AdminDispatch: Sendable {
    private static let requests: [any AdminRequest.Type] = [
        AddAccount.self, ListAccounts.self, SetPassword.self, SetDisabled.self, ImportAccounts.self, AddUnit.self,
        ListUnits.self, AddRoom.self, ListRooms.self, CloseRoom.self, MakeBackup.self, SeedDemo.self,
        CreateDemoOrganisation.self,
    ]
    private static let byMethod = Dictionary(uniqueKeysWithValues: Self.requests.map { ($0.method, $0) })

    private let service: AdminService
    private let actor: AuditActor
    private let logger: Logger

    /// - Parameter account: The account of the operating system that commands.
    init(_ service: AdminService, account: String, logger: Logger) {
        self.service = service
        self.actor = .console(user: account)
        self.logger = logger
    }

    /// The line that answers `line`.
    func answer(_ line: [UInt8]) async -> [UInt8] {
        let request: AdminMessage.Request
        do throws(JSONFault) {
            request = try OpaqueJSON(line).decoded()
        } catch {
            let failure = ServerFailure(.invalidInput, "no request: \(error)")
            return AdminMessage.response(to: nil, failure, number: error.isMalformed ? -32_700 : -32_600)
        }
        guard let type = Self.byMethod[request.method] else {
            let failure = ServerFailure(.invalidInput, "there is no method \"\(request.method.shown)\"")
            return AdminMessage.response(to: request.id, failure, number: -32_601)
        }
        return await self.perform(type, request)
    }

    private func perform<Request: AdminRequest>(
        _ type: Request.Type,
        _ asked: AdminMessage.Request
    ) async -> [UInt8] {
        let request: Request
        do {
            request = try asked.params.decoded()
        } catch {
            let failure = ServerFailure(.invalidInput, "params: \(error)")
            return AdminMessage.response(to: asked.id, failure, number: -32_602)
        }
        do throws(ServerFailure) {
            let answer = try await request.perform(on: self.service, by: self.actor)
            self.note(asked, "done")
            return AdminMessage.response(to: asked.id, answer)
        } catch {
            self.note(asked, error.code.name)
            return AdminMessage.response(to: asked.id, error)
        }
    }

    private func note(_ asked: AdminMessage.Request, _ outcome: String) {
        self.logger.notice(
            "command",
            metadata: ["method": "\(asked.method)", "by": "\(self.actor)", "outcome": "\(outcome)"]
        )
    }
}
