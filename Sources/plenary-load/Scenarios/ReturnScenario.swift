// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import PlenaryClient
import Wire

/// A full room whose server is killed; somebody else starts it again, and everybody comes back.
struct ReturnScenario {
    let inProgress: Int
    /// The process to kill.
    let server: Int32

    /// Time until everybody must be back.
    private static let patience: Duration = .seconds(120)
    /// Time for noise to show once all are back: a client would have been told of a leave by then.
    private static let afterwards: Duration = .seconds(3)

    /// - Throws: ``LoadFailure`` when the room cannot be filled or the server not be killed.
    func run(in crowd: isolated Crowd) async throws -> ReturnReport {
        try ProcessUsage.require(self.server)
        let room = try await crowd.fillRoom(inProgress: self.inProgress)
        for client in crowd.clients { client.forgetTold() }
        let before = Readings(of: crowd, server: nil)
        guard kill(self.server, SIGKILL) == 0 else { throw LoadFailure("process \(self.server) cannot be killed") }
        let areBack = await crowd.wait(atMost: Self.patience) {
            crowd.clients.allSatisfy { $0.lostAt != nil && $0.session.isReady && $0.session.room != nil }
        }
        let after = Readings(of: crowd, server: nil)
        await crowd.pause(Self.afterwards)
        let report = ReturnReport(crowd, killedAt: before.at, areBack: areBack, own: after.ownSeconds(since: before))
        await crowd.endRoom(room, by: crowd.clients[0])
        crowd.stop()
        return report
    }
}
