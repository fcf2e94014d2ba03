// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Losing the connection")
struct ClosingTests {
    private func pause(after reason: Disconnection) throws -> Duration? {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.advance(by: .seconds(2))
        _ = server.takeActions()
        server.lose(reason)
        guard case .disconnected(reason, let pause)? = server.takeEvents().first else { return nil }
        return pause
    }

    @Test("the session comes back at once", arguments: [CloseCode.slowConsumer, .heartbeatTimeout, .stateRebuilt])
    func atOnce(_ code: CloseCode) throws {
        #expect(try self.pause(after: .closed(code: code.rawValue)) == .zero)
    }

    @Test("after a stop of the server, and when it vanishes, the session waits for its slot of the newest spread")
    func slot() throws {
        #expect(try self.pause(after: .closed(code: CloseCode.shuttingDown.rawValue)) == .seconds(2))
        #expect(try self.pause(after: .vanished) == .seconds(2))
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.push(ScriptedServer.counts(11, spreadMs: 10_000))
        _ = server.takeActions()
        server.lose(.vanished)
        #expect(server.takeEvents() == [.disconnected(.vanished, pause: .seconds(5))])
    }

    @Test("a server without room for connections is left alone for a second at least")
    func overloaded() throws {
        let pause = try #require(try self.pause(after: .closed(code: CloseCode.overloaded.rawValue)))
        #expect(pause >= .seconds(1))
    }

    @Test("a final code ends the session", arguments: CloseCode.allCases.filter { !$0.invitesReconnect })
    func final(_ code: CloseCode) throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let number = try server.ask(ScriptedServer.say("hello", key: "k1"))
        _ = server.takeActions()
        server.close(code)
        let error = code == .signedOut ? nil : ClientError.closed(code: code.rawValue)
        let actions = server.takeActions()
        #expect(actions.last == .tell(.ended(error)))
        #expect(actions.contains(.answer(number, .failure(error ?? .stopped))))
        server.advance(by: .seconds(600))
        #expect(server.takeActions().isEmpty)
    }

    @Test("a code that the client does not know is resumable below 4500 and final from there on")
    func unknown() throws {
        #expect(try self.pause(after: .closed(code: 4_444)) != nil)
        #expect(try self.pause(after: .closed(code: 1_009)) != nil)
        #expect(try self.pause(after: .closed(code: 4_999)) == nil)
    }

    @Test("pauses grow up to their limit, are drawn from the upper half, and shrink after a connection that lasted")
    func growing() throws {
        var server = ScriptedServer()
        try server.signIn()
        server.advance(by: .seconds(2))
        _ = server.takeActions()
        for attempt in 0..<12 {
            server.lose(.unreachable("refused"))
            guard case .disconnected(_, let pause)? = server.takeEvents().first else {
                Issue.record("did not come back")
                return
            }
            let full = min(Duration.milliseconds(250) * (1 << attempt), .seconds(10))
            #expect(pause >= full / 2 && pause <= full, "attempt \(attempt): \(pause)")
            server.advance(by: pause)
            #expect(server.takeActions() == [.connect])
        }
        try server.signInAgain()
        server.advance(by: .seconds(2))
        _ = server.takeActions()
        server.lose(.unreachable("refused"))
        guard case .disconnected(_, let pause)? = server.takeEvents().first else { return }
        #expect(pause <= .milliseconds(250))
    }

    @Test("an asked-for reconnection ends a pause")
    func asked() throws {
        var server = ScriptedServer()
        try server.signIn()
        server.lose(.vanished)
        _ = server.takeActions()
        server.reconnect()
        #expect(server.takeActions() == [.connect])
    }

    @Test("what cannot be read has the connection opened anew")
    func unreadable() throws {
        var server = ScriptedServer()
        try server.signIn()
        _ = server.takeActions()
        server.say(Array("{".utf8))
        let actions = server.takeActions()
        #expect(actions.first == .disconnect)
        guard case .tell(.disconnected(.unreadable, _))? = actions.last else {
            Issue.record("\(actions)")
            return
        }
    }

    @Test("the same inputs and the same seed give the same actions")
    func replayable() throws {
        func life() throws -> [SessionAction] {
            var server = ScriptedServer(seed: 7)
            var actions: [SessionAction] = []
            try server.signIn()
            try server.join()
            for _ in 0..<20 {
                server.lose(.unreachable("refused"))
                server.advance(by: .seconds(10))
                actions += server.takeActions()
            }
            return actions
        }
        #expect(try life() == life())
    }
}
