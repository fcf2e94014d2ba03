// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Signing in")
struct SignInTests {
    @Test("a session waits for the greeting before it shows its credentials")
    func greeting() throws {
        var server = ScriptedServer()
        server.start()
        #expect(server.takeActions() == [.connect])
        server.open()
        #expect(server.takeActions().isEmpty)
        server.hello()
        let requests = try server.takeSent()
        #expect(requests.map(\.call) == [.sessionAuthenticate(.token(accessToken: SecretText("token")))])
    }

    @Test("what was asked before the sign-in is sent after it, in order")
    func early() throws {
        var server = ScriptedServer()
        try server.ask(.roomInfo(.init(room: ScriptedServer.room)))
        try server.ask(.roomJoin(.init(room: ScriptedServer.room)))
        try server.signIn()
        #expect(try server.takeSent().map(\.call.method) == [.roomInfo, .roomJoin])
    }

    @Test("refused credentials end the session and every request")
    func refused() throws {
        var server = ScriptedServer()
        let number = try server.ask(.roomInfo(.init(room: ScriptedServer.room)))
        server.start()
        server.open()
        server.hello()
        let request = try #require(try server.takeSent().last)
        server.refuse(request.id, .tokenInvalid)
        let error = ClientError.refused(RemoteError(WireError(.tokenInvalid)))
        #expect(server.takeActions() == [.disconnect, .answer(number, .failure(error)), .tell(.ended(error))])
        #expect(server.state.deadline == nil)
        #expect(throws: ClientError.stopped) { try server.ask(.sessionPing) }
    }

    @Test("a busy sign-in is tried again on the same connection after the time that the server names")
    func busy() throws {
        var server = ScriptedServer()
        server.start()
        server.open()
        server.hello()
        let request = try #require(try server.takeSent().last)
        server.refuse(request.id, .signInBusy, retryAfterMs: 2_000)
        server.advance(by: .milliseconds(1_999))
        #expect(server.takeActions().isEmpty)
        server.advance(by: .milliseconds(1))
        #expect(try server.takeSent().map(\.call.method) == [.sessionAuthenticate])
    }

    @Test("a sign-in that is busy for longer than the server waits is tried again on another connection")
    func busyForLong() throws {
        var server = ScriptedServer()
        server.start()
        server.open()
        server.hello()
        let request = try #require(try server.takeSent().last)
        server.refuse(request.id, .signInBusy, retryAfterMs: 9_000)
        #expect(server.takeActions().contains(.disconnect))
        server.advance(by: .milliseconds(8_999))
        #expect(server.takeActions().isEmpty)
        server.advance(by: .milliseconds(1))
        #expect(server.takeActions() == [.connect])
    }

    @Test("a certificate that is not trusted ends a session that was never signed in at once")
    func certificate() {
        var server = ScriptedServer()
        server.start()
        server.lose(.certificateRefused("unknown authority"))
        #expect(server.takeEvents() == [.ended(.certificateRefused("unknown authority"))])
    }

    @Test("a server that cannot be reached is given up after as many attempts as were allowed")
    func unreachable() {
        var server = ScriptedServer { $0.firstAttemptsMax = 3 }
        server.start()
        var attempts = 0
        while server.state.phase != .ended, attempts < 100 {
            attempts += 1
            server.lose(.unreachable("refused"))
            server.advance(by: .seconds(20))
            _ = server.takeActions().filter { $0 == .connect }
            if case .greeting = server.state.phase { break }
        }
        #expect(server.state.phase == .ended)
    }

    @Test("a connection that greets nobody is given up in time")
    func silent() {
        var server = ScriptedServer()
        server.start()
        server.open()
        _ = server.takeActions()
        server.advance(by: .milliseconds(9_999))
        #expect(server.takeActions().isEmpty)
        server.advance(by: .milliseconds(1))
        #expect(server.takeActions().first == .disconnect)
    }

    @Test("keys of two sessions of one account differ")
    func keys() {
        var first = ScriptedServer(seed: 1).state
        var second = ScriptedServer(seed: 2).state
        let keys = (0..<100).flatMap { _ in [first.makeKey(), second.makeKey()] }
        #expect(Set(keys).count == 200)
        #expect(keys.allSatisfy { (1...64).contains($0.count) })
    }
}
