// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Logging
internal import LoopRuntime
internal import Wire

// While no server runs, a room is asked by the same shelf, host and log as ever, on a loop that lives for one command:
// there is no second way of writing a room's log.

extension AdminService {
    /// Gives `body` a desk at which rooms answer.
    func withRooms<Value: Sendable>(
        _ body: (RoomDesk) async throws(ServerFailure) -> Value
    ) async throws(ServerFailure) -> Value {
        if let node = self.node { return try await body(node.desk) }
        let loops = LoopGroup(count: 1)
        let silent = Logger(label: "plenary") { _ in SwiftLogNoOpLogHandler() }
        let wiring = Wiring(
            self.configuration,
            loops,
            self.store.log,
            Entrance(signIn: NobodyComes(), invitations: NobodyComes()),
            media: MediaServices(),
            logger: silent
        )
        loops.start(name: "command")
        for shelf in wiring.shelves { await shelf.start() }
        let result: Result<Value, ServerFailure>
        do {
            result = .success(try await body(wiring.desk))
        } catch {
            result = .failure(error)
        }
        await wiring.desk.shutDown()
        loops.stop()
        await Blocking.run { loops.join() }
        return try result.get()
    }
}

/// The entrance of a node that has no listeners.
private struct NobodyComes: SignIn, InvitationCodes {
    func card(
        of invitation: InvitationNumber,
        in room: RoomID,
        until expiresAt: Timestamp
    ) -> InvitationCard {
        preconditionFailure("Only who is in a room invites")
    }

    func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    ) {
        loop.post { completion(.failure(WireError(.overloaded))) }
    }

    func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    ) {
        loop.post { completion(nil) }
    }
}
