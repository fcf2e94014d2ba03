// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("A connection before and beside any room")
struct EdgeProtocolTests {
    private let lock = ClientCall.controlLock(ClientCall.RoomCommand(room: Sample.room.wire, key: "k"))
    private let pingText = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.ping\"}"

    @Test("the server says hello first, with what it keeps to")
    func hello() throws {
        let stage = EdgeStage()
        let client = stage.open()
        let pushes = client.link.takeMessages().pushes
        #expect(pushes.map(\.method) == ["server.hello"])
        guard case .hello(let hello) = try #require(try pushes.first?.decoded()) else {
            Issue.record("hello cannot be read")
            return
        }
        #expect(hello.heartbeat == ServerHello.Heartbeat(intervalMs: 5_000, timeoutMs: 12_000))
        #expect(hello.time == Sample.wallClockMs)
        #expect(hello.features == ["mesh"])
        #expect(stage.observer.events == [.connectionOpened(client.id)])
    }

    @Test("who does not authenticate within ten seconds is closed with 4005, whatever else it sends")
    func authenticationTimeout() {
        let stage = EdgeStage()
        let client = stage.open()
        stage.run(.seconds(9))
        stage.receive(self.pingText, from: client)
        #expect(client.link.closeCodes.isEmpty)
        stage.run(.milliseconds(1_001))
        #expect(client.link.closeCodes == [.authenticationTimeout])
        #expect(stage.onEdge { $0.connectionCount } == 0)
    }

    @Test("who waits for our own answer for too long is not blamed")
    func ownDelay() {
        let stage = EdgeStage()
        let client = stage.open()
        stage.ask(.sessionAuthenticate(.token(accessToken: SecretText("t"))), from: client)
        stage.run(.seconds(11))
        #expect(client.link.closeCodes == [.overloaded])
    }

    @Test("a silent connection is closed with 4002, and the room hears that it is lost")
    func heartbeat() {
        let stage = EdgeStage()
        let client = stage.seated()
        let session = stage.session(of: client)
        stage.run(.milliseconds(11_900))
        #expect(client.link.closeCodes.isEmpty)
        stage.run(.milliseconds(200))
        #expect(client.link.closeCodes == [.heartbeatTimeout])
        guard case .connectionLost(session, client.id) = stage.takeAsked().last else {
            Issue.record("the room was not told")
            return
        }
    }

    @Test("traffic of any kind postpones the heartbeat timeout")
    func traffic() {
        let stage = EdgeStage()
        let client = stage.signedIn()
        for text in [self.pingText, "no json", "{}"] {
            stage.run(.seconds(10))
            stage.receive(text, from: client)
        }
        stage.run(.seconds(11))
        #expect(client.link.closeCodes.isEmpty)
        stage.run(.seconds(2))
        #expect(client.link.closeCodes == [.heartbeatTimeout])
    }

    @Test("what is no request is answered with id null, and the tenth in a row closes with 4501")
    func malformed() {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        let malformed = ["{", "[]", "{\"jsonrpc\":\"2.0\",\"method\":\"session.ping\"}", "\u{1}", "{\"a\":1,\"a\":2}"]
        for index in 0..<9 { stage.receive(malformed[index % malformed.count], from: client) }
        let answers = client.link.takeMessages()
        #expect(answers.count == 9)
        #expect(answers.allSatisfy { $0.id == nil && $0.error != nil })
        #expect(client.link.closeCodes.isEmpty)
        stage.receive("{", from: client)
        #expect(client.link.takeMessages().count == 1)
        #expect(client.link.closeCodes == [.protocolViolation])
    }

    @Test("a good message ends a row of malformed ones", arguments: [true, false])
    func malformedReset(isKnown: Bool) {
        let stage = EdgeStage()
        let client = stage.open()
        let unknown = "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"room.dance\"}"
        for _ in 0..<3 {
            for _ in 0..<9 { stage.receive("{", from: client) }
            stage.receive(isKnown ? self.pingText : unknown, from: client)
        }
        #expect(client.link.closeCodes.isEmpty)
        #expect(client.link.takeMessages().count == 31)
    }

    @Test("an unknown method is refused under the request's id")
    func unknownMethod() throws {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        stage.receive("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"room.dance\",\"params\":{}}", from: client)
        let answer = try #require(client.link.takeMessages().first)
        #expect(answer.id == .text("x"))
        #expect(answer.error?.known == .unknownMethod)
    }

    @Test("a binary frame closes with 4501")
    func binary() {
        let stage = EdgeStage()
        let client = stage.open()
        stage.onEdge { $0.receivedBinary(on: client.id) }
        #expect(client.link.closeCodes == [.protocolViolation])
    }

    @Test("requests beyond the burst are refused until the bucket fills again, and told when")
    func rateLimit() throws {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        for _ in 0..<201 { stage.receive(self.pingText, from: client) }
        let answers = client.link.takeMessages()
        #expect(answers.results.count == 200)
        let refusal = try #require(answers.last?.error)
        #expect(refusal.known == .rateLimited)
        #expect(refusal.retryAfterMs == 20)
        stage.run(.milliseconds(20))
        stage.receive(self.pingText, from: client)
        #expect(client.link.takeMessages().results.count == 1)
    }

    @Test("what is refused before it is carried out counts against the rate as well")
    func rateLimitOfRefusals() {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        let unknown = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"room.dance\"}"
        for _ in 0..<200 { stage.receive(unknown, from: client) }
        stage.receive(unknown, from: client)
        #expect(client.link.takeMessages().errorCodes.last == .rateLimited)
        // Over the rate, good requests do not make malformed ones good either.
        for _ in 0..<10 {
            stage.receive("{", from: client)
            stage.receive(self.pingText, from: client)
        }
        #expect(client.link.closeCodes == [.protocolViolation])
    }

    @Test("a ping is answered with the server's time, signed in or not")
    func ping() throws {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        stage.run(.milliseconds(250))
        stage.receive(self.pingText, from: client)
        let result = try #require(client.link.takeMessages().results.first)
        #expect(String(decoding: result.bytes, as: UTF8.self) == "{\"time\":\(Sample.wallClockMs + 250)}")
    }

    @Test("before signing in everything but signing in, resuming and pinging is refused")
    func notAuthenticated() {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        stage.ask(self.lock, from: client)
        stage.ask(.sessionBye, from: client)
        stage.ask(.roomJoin(ClientCall.JoinRoom(room: Sample.room.wire)), from: client)
        stage.ask(.roomCreate(ClientCall.CreateRoom(title: "t", key: "k")), from: client)
        #expect(client.link.takeMessages().errorCodes == Array(repeating: .notAuthenticated, count: 4))
        #expect(stage.takeAsked().isEmpty)
    }

    @Test("a connection signs in once, and not while it is being checked")
    func alreadyAuthenticated() {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        let call = ClientCall.sessionAuthenticate(.token(accessToken: SecretText("t")))
        stage.ask(call, from: client)
        stage.ask(call, from: client)
        #expect(client.link.takeMessages().errorCodes == [.alreadyAuthenticated])
        stage.answerSignIn(.success(Sample.grant(1)))
        _ = client.link.takeMessages()
        stage.ask(call, from: client)
        #expect(client.link.takeMessages().errorCodes == [.alreadyAuthenticated])
        #expect(stage.signIn.shown.isEmpty)
    }

    @Test("outside a room, and in another than is named, everything about a room is refused")
    func notInRoom() {
        let stage = EdgeStage()
        let outsider = stage.signedIn()
        stage.ask(self.lock, from: outsider)
        #expect(outsider.link.takeMessages().errorCodes == [.notInRoom])
        let seated = stage.seated()
        let other = ClientCall.RoomCommand(room: Sample.roomID(100_000_000).wire, key: "k")
        stage.ask(.controlLock(other), from: seated)
        #expect(seated.link.takeMessages().errorCodes == [.notInRoom])
        #expect(stage.takeAsked().isEmpty)
    }

    @Test("late news of a connection that is gone changes nothing")
    func lateNews() {
        let stage = EdgeStage()
        let client = stage.seated()
        stage.onEdge { $0.closed(client.id) }
        _ = stage.takeAsked()
        stage.onEdge { $0.closed(client.id) }
        stage.receive(self.pingText, from: client)
        stage.onEdge { $0.receivedBinary(on: client.id) }
        stage.run(.seconds(60))
        #expect(stage.takeAsked().isEmpty)
        #expect(client.link.takeMessages().isEmpty && client.link.closeCodes.isEmpty)
        #expect(stage.loop.pendingTimers == 0)
    }

    @Test("a node that stops closes every connection with 4000 and tells the rooms")
    func shutDown() {
        let stage = EdgeStage()
        let clients = [stage.open(), stage.signedIn(), stage.seated()]
        stage.onEdge { $0.shutDown() }
        #expect(clients.map(\.link.closeCodes) == Array(repeating: [.shuttingDown], count: 3))
        #expect(stage.takeAsked().count == 1)
        #expect(stage.loop.pendingTimers == 0)
    }
}
