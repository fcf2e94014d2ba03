// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import Identity
internal import LoopRuntime
internal import Wire

/// The running parts of a node that a command may have to reach.
struct AdminNode: Sendable {
    let desk: RoomDesk
    let edges: [Edge]
    let shelves: [RoomShelf]
    let tokens: TokenService
    let loop: any EventLoop

    /// Ends everything that an account does here, once the directory has raised its token generation.
    ///
    /// Seats of sessions that are away are given up in every room in memory; in others the directory refuses them when
    /// they come back.
    func revokeAccess(of account: UInt64, before generation: UInt32) async {
        await self.revokeTokens(of: account, before: generation)
        let principal = Principal(.account, account)
        for edge in self.edges { await edge.accessRevoked(principal) }
        for shelf in self.shelves {
            for room in await shelf.loadedRooms { await self.desk.revoke(principal, in: room) }
        }
    }

    private func revokeTokens(of account: UInt64, before generation: UInt32) async {
        await withCheckedContinuation { continuation in
            // A failure of the store changes nothing: the directory has deleted the refresh tokens already.
            self.tokens.revokeAll(of: account, before: generation, on: self.loop) { _ in continuation.resume() }
        }
    }
}
