// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Requests")
struct RequestTests {
    private func joined(_ adjust: (inout ClientConfiguration) -> Void = { _ in }) throws -> ScriptedServer {
        var server = ScriptedServer(adjust)
        try server.signIn()
        try server.join()
        return server
    }

    @Test("a command without a receipt is sent again with its key after a resume, and answered once")
    func resending() throws {
        var server = try self.joined()
        let number = try server.ask(ScriptedServer.say("hello", key: "k1"))
        server.lose(.vanished)
        try server.comeBackAndResume()
        let again = try server.takeSent()
        #expect(again.map(\.call) == [ScriptedServer.say("hello", key: "k1")])
        let receipt = ScriptedServer.receipt
        server.answer(again[0].id, receipt)
        server.answer(again[0].id, receipt)
        let result = try OpaqueJSON(receipt.encoded())
        #expect(server.takeActions() == [.answer(number, .success(result))])
    }

    @Test("a command with its receipt is not sent again")
    func answered() throws {
        var server = try self.joined()
        try server.ask(ScriptedServer.say("hello", key: "k1"))
        server.answer(try #require(try server.takeSent().last).id, ScriptedServer.receipt)
        server.lose(.vanished)
        try server.comeBackAndResume()
        #expect(try server.takeSent().isEmpty)
    }

    @Test("commands are sent again in the order in which they were given")
    func order() throws {
        var server = try self.joined()
        let calls = (1...20).map { ScriptedServer.say("text \($0)", key: "k\($0)") }
        for call in calls { try server.ask(call) }
        server.lose(.vanished)
        try server.comeBackAndResume()
        #expect(try server.takeSent().map(\.call) == calls)
    }

    @Test("a relayed signal whose answer was lost fails instead of arriving twice")
    func signals() throws {
        var server = try self.joined()
        let signal = ClientCall.Signal(
            room: ScriptedServer.room,
            to: ScriptedServer.session,
            payload: .emptyObject
        )
        let number = try server.ask(.signalSend(signal))
        _ = server.takeActions()
        server.lose(.vanished)
        #expect(server.takeActions().first == .answer(number, .failure(.connectionLost)))
    }

    @Test("a signal that was asked for without a connection is sent once there is one")
    func earlySignal() throws {
        var server = try self.joined()
        server.lose(.vanished)
        try server.ask(
            .signalSend(.init(room: ScriptedServer.room, to: ScriptedServer.session, payload: .emptyObject))
        )
        try server.comeBackAndResume()
        #expect(try server.takeSent().map(\.call.method) == [.signalSend])
    }

    @Test("a command whose outcome is not known is sent again with the same key after a pause")
    func unknownOutcome() throws {
        var server = try self.joined()
        try server.ask(ScriptedServer.say("hello", key: "k1"))
        server.refuse(try #require(try server.takeSent().last).id, .outcomeUnknown, retryAfterMs: 1_000)
        server.advance(by: .milliseconds(999))
        #expect(server.takeActions().isEmpty)
        server.advance(by: .milliseconds(1))
        #expect(try server.takeSent().map(\.call) == [ScriptedServer.say("hello", key: "k1")])
    }

    @Test("any other refusal is the answer")
    func refusals() throws {
        var server = try self.joined()
        let number = try server.ask(ScriptedServer.say("hello", key: "k1"))
        server.refuse(try #require(try server.takeSent().last).id, .permissionDenied)
        let error = ClientError.refused(RemoteError(WireError(.permissionDenied)))
        #expect(server.takeActions() == [.answer(number, .failure(error))])
    }

    @Test("a leave whose answer was lost is answered once the seat is found gone")
    func leaving() throws {
        var server = try self.joined { $0.rejoins = false }
        let number = try server.ask(.roomLeave(.init(room: ScriptedServer.room)))
        server.lose(.vanished)
        server.refuse(try server.comeBack().id, .unknownSession)
        server.answer(try #require(try server.takeSent().last).id, ScriptedServer.signedIn)
        #expect(server.takeActions().contains(.answer(number, .success(.emptyObject))))
    }

    @Test("as many requests wait as the configuration allows, and no more bytes")
    func limits() throws {
        var server = ScriptedServer {
            $0.openRequestsMax = 3
            $0.openBytesMax = 4_096
        }
        for _ in 0..<3 { try server.ask(.sessionPing) }
        #expect(throws: ClientError.tooManyRequests) { try server.ask(.sessionPing) }
        var other = ScriptedServer { $0.openBytesMax = 4_096 }
        let text = String(repeating: "x", count: 3_000)
        try other.ask(ScriptedServer.say(text, key: "k1"))
        #expect(throws: ClientError.tooManyRequests) { try other.ask(ScriptedServer.say(text, key: "k2")) }
    }

    @Test("a message that the server would not take is refused here")
    func tooLong() {
        var server = ScriptedServer()
        let text = String(repeating: "x", count: WireLimits.frameBytes)
        #expect(throws: ClientError.messageTooLong(limit: WireLimits.frameBytes)) {
            try server.ask(ScriptedServer.say(text, key: "k"))
        }
    }
}
