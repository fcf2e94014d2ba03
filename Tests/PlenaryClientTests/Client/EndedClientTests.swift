// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Testing
import Wire

@Suite("A client whose session is over")
struct EndedClientTests {
    @Test("what is asked after the end is refused, and nobody waits for ever", .timeLimit(.minutes(1)))
    func askedTooLate() async throws {
        var configuration = ClientConfiguration()
        configuration.firstAttemptsMax = 1
        let client = try PlenaryClient(
            to: ServerAddress("ws://127.0.0.1:1"),
            as: .accessToken(SecretText("token")),
            configuration: configuration
        )
        client.start()
        var last: ClientEvent?
        for await event in client.events { last = event }
        guard case .ended = last else {
            Issue.record("ended with \(String(describing: last))")
            return
        }
        await #expect(throws: ClientError.stopped) { try await client.info(on: WireRoom(428_913_577)) }
    }
}
