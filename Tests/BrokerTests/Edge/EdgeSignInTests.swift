// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Signing in")
struct EdgeSignInTests {
    private let token = ClientCall.sessionAuthenticate(.token(accessToken: SecretText("t")))

    @Test("a good sign-in makes a session and tells who it is")
    func success() throws {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        let id = stage.ask(self.token, from: client)
        #expect(client.link.takeMessages().isEmpty, "it was answered before it was checked")
        stage.answerSignIn(.success(Sample.grant(7)))
        guard case .response(id, let result)? = client.link.takeMessages().first else {
            Issue.record("the sign-in was not answered")
            return
        }
        let answer = try result.decoded(as: AuthenticateResult.self)
        #expect(answer.session == stage.session(of: client).wire)
        #expect(answer.participant == WireParticipant(.account, 7))
        #expect(answer.unit == 13)
        #expect(answer.permissions == ["room.create"])
        #expect(stage.onEdge { $0.sessionCount } == 1)
    }

    @Test("what was shown reaches the port as it is")
    func credentials() {
        let stage = EdgeStage()
        let first = stage.open()
        let second = stage.open()
        stage.ask(self.token, from: first)
        let password = ClientCall.Authenticate.password(identifier: "wangwei", password: SecretText("pw"))
        stage.ask(.sessionAuthenticate(password), from: second)
        let shown = stage.signIn.shown
        guard case .accessToken(SecretText("t")) = shown[0],
            case .password("wangwei", SecretText("pw")) = shown[1]
        else {
            Issue.record("something else was shown: \(shown)")
            return
        }
    }

    @Test("a refusal is passed on, and the connection may try again")
    func refusal() {
        let stage = EdgeStage()
        let client = stage.open()
        _ = client.link.takeMessages()
        stage.run(.seconds(8))
        stage.ask(self.token, from: client)
        stage.answerSignIn(.failure(WireError(.signInBusy, retryAfterMs: 3_000)))
        #expect(client.link.takeMessages().first?.error?.retryAfterMs == 3_000)
        #expect(stage.observer.events.contains(.signInRefused(client.id, .signInBusy)))
        stage.run(.seconds(4))
        #expect(client.link.closeCodes.isEmpty, "it was closed before it could keep to what it was told")
        stage.ask(self.token, from: client)
        stage.answerSignIn(.success(Sample.grant(1)))
        #expect(client.link.takeMessages().results.count == 1)
    }

    @Test("a check that ends after its connection changes nothing")
    func late() {
        let stage = EdgeStage()
        let client = stage.open()
        stage.ask(self.token, from: client)
        stage.onEdge { $0.closed(client.id) }
        stage.answerSignIn(.success(Sample.grant(1)))
        #expect(stage.onEdge { $0.sessionCount } == 0)
        #expect(stage.loop.pendingTimers == 0)
    }

    @Test("a session whose token expires is closed with 4503 after a minute of grace")
    func expiry() {
        let stage = EdgeStage()
        let client = stage.signedIn(expiresAt: Timestamp(ms: Sample.wallClockMs + 30_000))
        self.keepAlive(client, on: stage, for: 89)
        #expect(client.link.closeCodes.isEmpty)
        self.keepAlive(client, on: stage, for: 2)
        #expect(client.link.closeCodes == [.accessRevoked])
    }

    @Test("a refresh puts the end of the session off")
    func refresh() throws {
        let stage = EdgeStage()
        let client = stage.signedIn(expiresAt: Timestamp(ms: Sample.wallClockMs + 30_000))
        stage.ask(.sessionRefresh(ClientCall.Refresh(accessToken: SecretText("t2"))), from: client)
        let expiresAt = Timestamp(ms: Sample.wallClockMs + 300_000)
        stage.answerSignIn(.success(Sample.grant(1, expiresAt: expiresAt)))
        let result = try #require(client.link.takeMessages().results.first)
        #expect(try result.decoded(as: RefreshResult.self).expiresAt == expiresAt.ms)
        self.keepAlive(client, on: stage, for: 359)
        #expect(client.link.closeCodes.isEmpty)
        self.keepAlive(client, on: stage, for: 2)
        #expect(client.link.closeCodes == [.accessRevoked])
    }

    @Test("a refresh in a room reaches the room, which knows it when the session comes back")
    func refreshInRoom() {
        let stage = EdgeStage()
        let client = stage.seated()
        stage.ask(.sessionRefresh(ClientCall.Refresh(accessToken: SecretText("t2"))), from: client)
        let renewed = Sample.grant(1, expiresAt: Timestamp(ms: Sample.wallClockMs + 1_800_000))
        stage.answerSignIn(.success(renewed))
        #expect(stage.takeAsked().compactMap(\.renewed) == [renewed])
    }

    @Test("a refresh with another account's token, or a bad one, changes nothing")
    func refreshRefused() {
        let stage = EdgeStage()
        let client = stage.signedIn(as: 1)
        for result in [Result.success(Sample.grant(2)), .failure(WireError(.tokenInvalid))] {
            stage.ask(.sessionRefresh(ClientCall.Refresh(accessToken: SecretText("t2"))), from: client)
            stage.answerSignIn(result)
        }
        #expect(client.link.takeMessages().errorCodes == [.tokenInvalid, .tokenInvalid])
        #expect(stage.onEdge { $0.connections[client.id]?.session?.principal } == Principal(.account, 1))
    }

    @Test("goodbye leaves the room, is answered, and closes with 4506; nothing counts as lost")
    func bye() {
        let stage = EdgeStage()
        let client = stage.seated()
        let session = stage.session(of: client)
        stage.ask(.sessionBye, from: client)
        #expect(client.link.takeMessages().results.count == 1)
        #expect(client.link.closeCodes == [.signedOut])
        let asked = stage.takeAsked()
        #expect(asked.count == 1)
        guard case .leave(session, client.id, nil)? = asked.first else {
            Issue.record("the room was told something else")
            return
        }
    }

    @Test("who loses its access is closed with 4503 and leaves its room")
    func revoked() {
        let stage = EdgeStage()
        let client = stage.seated(as: 4)
        let other = stage.seated(as: 5)
        stage.onEdge { $0.accessRevoked(Principal(.account, 4)) }
        #expect(client.link.closeCodes == [.accessRevoked])
        #expect(other.link.closeCodes.isEmpty)
        guard case .revoke(Principal(.account, 4))? = stage.takeAsked().first else {
            Issue.record("the room was not told")
            return
        }
    }

    @Test("who signs in while access is revoked is looked up again, and closed with 4503 when it was its own")
    func revokedMeanwhile() {
        let stage = EdgeStage()
        let client = stage.open()
        stage.ask(self.token, from: client)
        stage.onEdge { $0.accessRevoked(Principal(.account, 4)) }
        stage.answerSignIn(.success(Sample.grant(4)))
        #expect(client.link.closeCodes.isEmpty)
        #expect(stage.signIn.checked == [Principal(.account, 4)])
        let answer = stage.signIn.takeLookUp()
        stage.loop.perform { answer(nil) }
        #expect(client.link.closeCodes == [.accessRevoked])
        _ = stage.signedIn(as: 5)
        #expect(stage.signIn.checked.isEmpty)
    }

    /// Pings every five seconds.
    private func keepAlive(_ client: EdgeStage.Client, on stage: EdgeStage, for seconds: Int64) {
        var left = seconds
        while left > 0 {
            stage.run(.seconds(min(5, left)))
            left -= 5
            stage.ask(.sessionPing, from: client)
        }
    }
}
