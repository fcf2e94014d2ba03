// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import Logging
import PlenaryClient
import PlenaryServer
import Testing
import Wire

// Against a real server in this process, over sockets of the loopback interface.

@Suite("A client and a server", .serialized, .timeLimit(.minutes(1)))
struct LoopbackTests {
    /// A served home folder with accounts; gone after `body`.
    private func withServer(
        _ body: (_ addresses: [String], _ home: String, _ tokens: [SecretText]) async throws -> Void
    ) async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "plenary-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: home) }
        var configuration = ServerConfiguration()
        configuration.tlsListeners = ["127.0.0.1:0"]
        configuration.plainListeners = ["127.0.0.1:0"]
        configuration.loopCount = 1
        let host = HostNames(names: ["localhost"], addresses: ["127.0.0.1"])
        _ = try await Installation(configuration, home: home, host: host, now: Date()).prepare(withDemo: false)
        let access = try AdminAccess.open(configuration, home: home)
        let seeded = try await access.perform(SeedDemo(units: 3, accounts: 3, tokenHours: 1, seed: 1))
        access.close()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try await Server.start(configuration, home: home, logger: logger)
        do {
            try await body(server.addresses, home, seeded.tokens.map(\.token))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test("a session joins, chats, is cut, resumes and misses nothing", arguments: [true, false])
    func resuming(isTLS: Bool) async throws {
        try await self.withServer { addresses, home, tokens in
            let address = try ServerAddress(isTLS ? "wss://\(addresses[0])/ws" : "ws://\(addresses[1])/ws")
            let trust = ServerTrust.authorities(file: home + "/Certs/ca.crt")
            let clients = try tokens.prefix(2).map {
                try PlenaryClient(to: address, as: .accessToken($0), trusting: trust)
            }
            defer { for client in clients { client.stop() } }
            for client in clients { client.start() }
            let room = try await clients[0].createRoom("Flood control").room
            for client in clients { _ = try await client.join(room) }
            for number in 0..<30 {
                if number.isMultiple(of: 10) { clients[1].reconnect() }
                #expect(try await clients[0].chat("text \(number)", in: room).offset > 0)
            }
            #expect(try await clients[0].lock(room).enforcement == .server)
            var texts: [String] = []
            for await event in clients[1].events {
                // A session that comes back before its first reset gets the earlier messages in that.
                if case .push(.streamReset(_, .room(let state))) = event { texts = state.chat.map(\.text) }
                if case .push(.room(_, _, .chatPosted(_, let text))) = event { texts.append(text) }
                if case .push(.room(_, _, .locked)) = event { break }
            }
            #expect(texts == (0..<30).map { "text \($0)" })
        }
    }

    @Test("a server whose certificate is from another authority is refused")
    func untrusted() async throws {
        try await self.withServer { addresses, _, tokens in
            let address = try ServerAddress("wss://\(addresses[0])/ws")
            let client = try PlenaryClient(to: address, as: .accessToken(tokens[0]))
            client.start()
            for await event in client.events {
                guard case .ended(.certificateRefused) = event else {
                    Issue.record("\(event)")
                    return client.stop()
                }
            }
        }
    }
}
