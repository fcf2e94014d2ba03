// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Waiting for the turn to join")
struct QueueTests {
    private let join = ClientCall.roomJoin(.init(room: ScriptedServer.room, people: 3))
    private let leave = ClientCall.roomLeave(.init(room: ScriptedServer.room))

    /// A signed-in session whose join was told to wait; the actions are taken.
    private func queued(
        position: UInt32 = 43,
        waitMs: UInt64 = 2_150
    ) throws -> (server: ScriptedServer, join: RequestNumber) {
        var server = ScriptedServer()
        try server.signIn()
        let number = try server.ask(self.join)
        let request = try #require(try server.takeSent().last)
        server.queue(request.id, position: position, waitMs: waitMs)
        return (server, number)
    }

    @Test("the place is told, and the same join is sent again when it is due, and not before")
    func turn() throws {
        var (server, number) = try self.queued()
        #expect(server.takeEvents() == [.queued(position: 43, wait: .milliseconds(2_150))])
        server.advance(by: .milliseconds(2_149))
        #expect(try server.takeSent().isEmpty)
        server.advance(by: .milliseconds(1))
        let again = try #require(try server.takeSent().last)
        #expect(again.call == self.join)
        server.answer(again.id, ScriptedServer.joined())
        let actions = server.takeActions()
        #expect(actions.contains(.tell(.joined(ScriptedServer.joined(), isRejoin: false))))
        #expect(actions.contains { if case .answer(number, .success) = $0 { true } else { false } })
    }

    @Test("a second wait is told and kept too, however often")
    func again() throws {
        var (server, _) = try self.queued()
        for _ in 0..<20 {
            _ = server.takeActions()
            server.advance(by: .milliseconds(2_150))
            let again = try #require(try server.takeSent().last { $0.call == self.join })
            server.queue(again.id, position: 1, waitMs: 2_150)
            #expect(server.takeEvents() == [.queued(position: 1, wait: .milliseconds(2_150))])
        }
    }

    @Test("the turn is kept over a lost connection")
    func reconnect() throws {
        var (server, _) = try self.queued(waitMs: 60_000)
        server.lose(.vanished)
        _ = server.takeActions()
        while server.state.phase != .connecting { server.advance(by: .milliseconds(100)) }
        try server.signInAgain()
        #expect(try server.takeSent().allSatisfy { $0.call != self.join })
        let rest = Duration.seconds(60) - server.now
        server.keepAlive(for: rest - .milliseconds(1))
        #expect(try server.takeSent().allSatisfy { $0.call != self.join })
        server.keepAlive(for: .milliseconds(2))
        #expect(try server.takeSent().contains { $0.call == self.join })
    }

    @Test("a turn that came while the connection was lost is taken after it")
    func late() throws {
        var (server, _) = try self.queued(waitMs: 100)
        server.lose(.unreachable("no route"))
        _ = server.takeActions()
        while server.state.phase != .connecting { server.advance(by: .milliseconds(100)) }
        server.now += .seconds(1)
        try server.signInAgain()
        #expect(try server.takeSent().map(\.call) == [self.join])
    }

    @Test("leaving gives the turn up without asking the server")
    func leaves() throws {
        var (server, join) = try self.queued()
        _ = server.takeActions()
        let leave = try server.ask(self.leave)
        #expect(
            server.takeActions() == [
                .answer(join, .failure(.withdrawn)), .answer(leave, .success(.emptyObject)),
            ]
        )
        server.advance(by: .seconds(4))
        #expect(try server.takeSent().isEmpty)
    }

    @Test("who leaves while the join is asked again waits no longer")
    func leavesUnderWay() throws {
        var (server, join) = try self.queued()
        server.advance(by: .milliseconds(2_150))
        let again = try #require(try server.takeSent().last)
        try server.ask(self.leave)
        server.queue(again.id, position: 1, waitMs: 100)
        #expect(server.takeActions().contains(.answer(join, .failure(.withdrawn))))
    }

    @Test("stopping ends the wait")
    func stops() throws {
        var (server, join) = try self.queued()
        _ = server.takeActions()
        server.state.stop(at: server.now)
        #expect(server.state.takeActions().contains(.answer(join, .failure(.stopped))))
        #expect(server.state.deadline == nil)
    }

    @Test("a rejoin waits for its turn like a join, and a leave ends it")
    func rejoin() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.lose(.unreachable("no route"))
        let resume = try server.comeBack()
        server.refuse(resume.id, .unknownSession)
        let signIn = try #require(try server.takeSent().last)
        server.answer(signIn.id, ScriptedServer.signedIn)
        let rejoin = try #require(try server.takeSent().last)
        server.queue(rejoin.id, position: 7, waitMs: 700)
        #expect(server.takeEvents() == [.queued(position: 7, wait: .milliseconds(700))])
        server.advance(by: .milliseconds(700))
        let again = try #require(try server.takeSent().last)
        #expect(again.call.method == .roomJoin)
        server.queue(again.id, position: 1, waitMs: 700)
        _ = server.takeActions()
        let leave = try server.ask(self.leave)
        #expect(
            server.takeActions() == [
                .tell(.seatLost(ScriptedServer.room, nil)), .answer(leave, .success(.emptyObject)),
            ]
        )
    }
}

@Suite("A storm of sign-ins")
struct SignInStormTests {
    @Test("a server too busy to look at the password is asked again when it said, and never given up")
    func busy() throws {
        var server = ScriptedServer()
        server.start()
        for _ in 0..<20 {
            server.open()
            server.hello()
            let request = try #require(try server.takeSent().last)
            server.refuse(request.id, .signInBusy, retryAfterMs: 20_000)
            let refusedAt = server.now
            _ = server.takeActions()
            while server.state.phase != .connecting { server.advance(by: .milliseconds(250)) }
            #expect(server.now - refusedAt >= .seconds(20))
        }
        server.open()
        server.hello()
        let request = try #require(try server.takeSent().last)
        server.answer(request.id, ScriptedServer.signedIn)
        #expect(server.state.phase == .ready)
    }

    @Test("a short wait is spent on the same connection")
    func short() throws {
        var server = ScriptedServer()
        server.start()
        server.open()
        server.hello()
        let request = try #require(try server.takeSent().last)
        server.refuse(request.id, .signInBusy, retryAfterMs: 3_000)
        server.advance(by: .milliseconds(2_999))
        #expect(server.takeActions().isEmpty)
        server.advance(by: .milliseconds(1))
        #expect(try server.takeSent().map(\.call.method) == [.sessionAuthenticate])
    }
}
