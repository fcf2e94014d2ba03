// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Heartbeat")
struct HeartbeatTests {
    @Test("a session that has nothing to say pings once an interval")
    func pings() throws {
        var server = ScriptedServer()
        try server.signIn()
        _ = server.takeActions()
        for _ in 0..<4 {
            server.advance(by: .milliseconds(4_999))
            #expect(server.takeActions().isEmpty)
            server.advance(by: .milliseconds(1))
            let sent = try server.takeSent()
            #expect(sent.map(\.call) == [.sessionPing])
            server.answer(sent[0].id, PingResult(time: 0))
        }
    }

    @Test("a request takes the place of a ping")
    func requests() throws {
        var server = ScriptedServer()
        try server.signIn()
        server.advance(by: .seconds(4))
        try server.ask(.roomInfo(.init(room: ScriptedServer.room)))
        _ = server.takeActions()
        server.advance(by: .milliseconds(4_999))
        #expect(server.takeActions().isEmpty)
    }

    @Test("a session that hears nothing for the timeout opens a new connection at once")
    func silence() throws {
        var server = ScriptedServer()
        try server.signIn()
        _ = server.takeActions()
        server.advance(by: .milliseconds(11_999))
        #expect(try server.takeSent().map(\.call) == [.sessionPing, .sessionPing])
        server.advance(by: .milliseconds(1))
        #expect(
            server.takeActions() == [.disconnect, .tell(.disconnected(.heartbeatMissed, pause: .zero)), .connect]
        )
    }

    @Test("the server's own interval and timeout are kept")
    func configured() throws {
        var server = ScriptedServer()
        server.start()
        server.open()
        let hello = ServerHello(
            protocolVersion: 1,
            version: "1",
            node: 1,
            time: 0,
            features: [],
            heartbeat: .init(intervalMs: 700, timeoutMs: 2_000),
            limits: .init()
        )
        server.push(.hello(hello))
        server.answer(try #require(try server.takeSent().last).id, ScriptedServer.signedIn)
        _ = server.takeActions()
        server.advance(by: .milliseconds(1_999))
        #expect(try server.takeSent().count == 2)
        server.advance(by: .milliseconds(1))
        #expect(server.takeActions().first == .disconnect)
    }
}
