// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

@Suite("Rooms as an Edge sees them")
struct EdgeRoomTests {
    private let join = ClientCall.roomJoin(ClientCall.JoinRoom(room: Sample.room.wire, people: 3, wantsMedia: true))
    private let leave = ClientCall.roomLeave(ClientCall.RoomOnly(room: Sample.room.wire))
    private let info = ClientCall.roomInfo(ClientCall.RoomOnly(room: Sample.room.wire))

    private func place(of client: EdgeStage.Client, on stage: EdgeStage) -> EdgeSession.Place? {
        stage.onEdge { $0.connections[client.id]?.session?.place }
    }

    @Test("a join goes to the room with what the session was granted, and its answer carries the token")
    func joining() throws {
        let stage = EdgeStage()
        let client = stage.signedIn(as: 7)
        let id = stage.ask(self.join, from: client)
        guard case .join(let request, let grant, let address)? = stage.takeAsked().first else {
            Issue.record("no room was asked")
            return
        }
        #expect(request.profile == Sample.profile(7))
        #expect(request.people == 3 && request.wantsMedia)
        #expect(grant == Sample.grant(7))
        #expect(request.generation == grant.generation)
        #expect(address == ReplyAddress(edge: Sample.edge, connection: client.id, request: id))
        stage.reply(.joined(stage.joinAnswer(client)), to: id, of: client)
        let result = try #require(client.link.takeMessages().results.first).decoded(as: JoinRoomResult.self)
        let digest = SimulatedSecrets(world: stage.world, purpose: 9).digest(of: result.token.secret)
        #expect(digest == request.token)
        #expect(result.token.session == request.session.wire)
        #expect(result.path == [1, 13])
        #expect(result.link == "https://meet.example/r/\(Sample.room.number)")
        #expect(self.place(of: client, on: stage) == .seated(Sample.room))
    }

    @Test("who asks about a room learns its link under the server's public address")
    func infoLink() throws {
        let stage = EdgeStage()
        let client = stage.signedIn()
        let id = stage.ask(self.info, from: client)
        let info = InfoAnswer(
            room: Sample.room,
            title: "Flood control",
            isEnded: false,
            isLocked: true,
            participants: 2,
            people: 5,
            limit: 20
        )
        stage.reply(.info(info), to: id, of: client)
        let result = try #require(client.link.takeMessages().results.first).decoded(as: RoomInfoResult.self)
        #expect(result.link == "https://meet.example/r/\(Sample.room.number)")
        #expect(result.state == .open && result.isLocked)
        #expect(result.participants == 2 && result.people == 5 && result.limit == 20)
    }

    @Test("a session is in one room at a time")
    func alreadyInRoom() {
        let stage = EdgeStage()
        let client = stage.signedIn()
        stage.ask(self.join, from: client)
        stage.ask(self.join, from: client)
        #expect(client.link.takeMessages().errorCodes == [.alreadyInRoom])
        let seated = stage.seated()
        stage.ask(self.join, from: seated)
        #expect(seated.link.takeMessages().errorCodes == [.alreadyInRoom])
    }

    @Test("a join that is refused leaves the session outside")
    func joinRefused() {
        let stage = EdgeStage()
        let client = stage.signedIn()
        let id = stage.ask(self.join, from: client)
        stage.reply(.refused(WireError(.roomLocked)), to: id, of: client)
        #expect(client.link.takeMessages().errorCodes == [.roomLocked])
        #expect(self.place(of: client, on: stage) == .outside)
    }

    @Test("a queued join tells its place and leaves the session outside, where it may ask again")
    func joinQueued() throws {
        let stage = EdgeStage()
        let client = stage.signedIn()
        let place = JoinQueuePlace(position: 43, waitMs: 2_150)
        for _ in 0..<2 {
            let id = stage.ask(self.join, from: client)
            stage.reply(.refused(WireError(queued: place)), to: id, of: client)
            guard case .error(id, let error)? = client.link.takeMessages().first else {
                Issue.record("the join was not refused")
                return
            }
            #expect(error == RemoteError(WireError(queued: place)))
            #expect(self.place(of: client, on: stage) == .outside)
        }
        let id = stage.ask(self.join, from: client)
        stage.reply(.joined(stage.joinAnswer(client)), to: id, of: client)
        #expect(self.place(of: client, on: stage) == .seated(Sample.room))
    }

    @Test("a refusal of something else does not undo a join that is under way")
    func otherRefusal() {
        let stage = EdgeStage()
        let client = stage.signedIn()
        let id = stage.ask(self.join, from: client)
        let other = stage.ask(self.info, from: client)
        stage.reply(.refused(WireError(.overloaded)), to: other, of: client)
        stage.reply(.joined(stage.joinAnswer(client)), to: id, of: client)
        #expect(client.link.takeMessages().results.count == 1, "a seat was taken that its client never heard of")
        #expect(self.place(of: client, on: stage) == .seated(Sample.room))
    }

    @Test("who has left is outside and may join again")
    func left() {
        let stage = EdgeStage()
        let client = stage.seated()
        let id = stage.ask(self.leave, from: client)
        stage.reply(.left, to: id, of: client)
        #expect(self.place(of: client, on: stage) == .outside)
        stage.ask(self.join, from: client)
        #expect(client.link.takeMessages().errorCodes.isEmpty)
    }

    @Test("a room that is over leaves connections open and sessions outside, without its streams")
    func closed() {
        let stage = EdgeStage()
        let clients = [stage.seated(as: 1), stage.seated(as: 2)]
        stage.tell(.closed(last: []))
        for client in clients {
            #expect(client.link.closeCodes.isEmpty)
            #expect(self.place(of: client, on: stage) == .outside)
        }
        stage.tell(.deliver(.room, frame: Array("{}".utf8)))
        #expect(clients.allSatisfy { $0.link.frames.isEmpty })
        #expect(stage.onEdge { $0.subscribers.isEmpty })
        stage.onEdge { $0.closed(clients[0].id) }
        #expect(stage.takeAsked().isEmpty)
    }

    @Test("a room that is rebuilt has its connections come back with 4004, without being told of each")
    func rebuilding() {
        let stage = EdgeStage()
        let seated = stage.seated(as: 1)
        let outsider = stage.signedIn(as: 2)
        stage.tell(.rebuilding, in: Sample.roomID(100_000_000))
        #expect(seated.link.closeCodes.isEmpty)
        stage.tell(.rebuilding)
        #expect(seated.link.closeCodes == [.stateRebuilt])
        #expect(outsider.link.closeCodes.isEmpty)
        #expect(stage.takeAsked().isEmpty)
    }

    @Test("requests that cross a rebuild seat no connection that is gone")
    func crossing() {
        let stage = EdgeStage()
        let joining = stage.signedIn(as: 1)
        let session = stage.session(of: joining)
        stage.ask(self.join, from: joining)
        let resuming = stage.open()
        let token = self.token(of: SessionID(9))
        stage.ask(.sessionResume(ClientCall.Resume(token: token, room: Sample.room.wire, streams: [:])), from: resuming)
        _ = stage.takeAsked()
        stage.tell(.rebuilding)
        #expect(joining.link.closeCodes == [.stateRebuilt])
        #expect(resuming.link.closeCodes == [.stateRebuilt])
        let lost = stage.takeAsked().compactMap { body in
            if case .connectionLost(let session, let connection) = body { (session, connection) } else { nil }
        }
        #expect(lost.map(\.0) == [session, SessionID(9)])
        #expect(lost.map(\.1) == [joining.id, resuming.id])
    }

    @Test(
        "a session that is released is closed with the room's code, and the room is told nothing",
        arguments: [CloseCode.superseded, .kicked, .replaced, .tokenReused, .accessRevoked]
    )
    func released(code: CloseCode) {
        let stage = EdgeStage()
        let client = stage.seated()
        stage.tell(.release(stage.session(of: client), client.id, code))
        #expect(client.link.closeCodes == [code])
        #expect(stage.takeAsked().isEmpty)
        stage.tell(.release(SessionID(1), client.id, code))
        #expect(client.link.closeCodes == [code])
    }

    private func token(of session: SessionID) -> ResumeToken {
        let secret = SimulatedSecrets(world: SimulatedWorld(seed: 2), purpose: 3).makeSecret()
        return ResumeToken(node: 1, loop: 0, session: session.wire, secret: secret)
    }
}

@Suite("Coming back, as an Edge sees it")
struct EdgeResumeTests {
    private let session = SessionID(9)

    private func resume(on stage: EdgeStage) throws -> (client: EdgeStage.Client, id: RequestID, ResumeRequest) {
        let client = stage.open()
        _ = client.link.takeMessages()
        let secret = SimulatedSecrets(world: stage.world, purpose: 3).makeSecret()
        let call = ClientCall.Resume(
            token: ResumeToken(node: 1, loop: 7, session: self.session.wire, secret: secret),
            room: Sample.room.wire,
            streams: [.own: StreamPosition(epoch: 1, offset: 2), .room: StreamPosition(epoch: 1, offset: 5)]
        )
        let id = stage.ask(.sessionResume(call), from: client)
        guard case .resume(let request, _)? = stage.takeAsked().last else {
            throw WireError(.internalError, details: "no room was asked")
        }
        return (client, id, request)
    }

    private func answer(grant: Grant? = Sample.grant(1), generation: UInt32? = nil) -> RoomReply {
        .resumed(
            ResumeAnswer(
                session: self.session,
                principal: Principal(.account, 1),
                role: .attendee,
                grant: grant,
                generation: generation,
                spreadMs: 1_000,
                watching: [.page(UnitID(5), PageNumber(1))]
            )
        )
    }

    @Test("a resume asks the room with digests and positions, and its answer carries the next token")
    func resumed() throws {
        let stage = EdgeStage()
        let (client, id, request) = try self.resume(on: stage)
        #expect(request.session == self.session)
        #expect(request.positions.map(\.stream) == [.room, .session(self.session)])
        stage.reply(self.answer(), to: id, of: client)
        let result = try #require(client.link.takeMessages().results.first).decoded(as: ResumeResult.self)
        let secrets = SimulatedSecrets(world: stage.world, purpose: 9)
        #expect(secrets.digest(of: result.token.secret) == request.next)
        #expect(request.next != request.presented)
        #expect(stage.onEdge { $0.sessionCount } == 1)
    }

    @Test(
        "a resume that is refused leaves the connection free to authenticate",
        arguments: [ErrorCode.unknownSession, .unknownRoom, .storeUnavailable]
    )
    func refused(code: ErrorCode) throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(.refused(WireError(code)), to: id, of: client)
        #expect(client.link.takeMessages().errorCodes == [code])
        stage.ask(.sessionAuthenticate(.token(accessToken: SecretText("t"))), from: client)
        stage.answerSignIn(.success(Sample.grant(1)))
        #expect(client.link.takeMessages().results.count == 1)
    }

    @Test("an old token is answered and closes with 4507")
    func tokenReused() throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(.revoked, to: id, of: client)
        #expect(client.link.takeMessages().errorCodes == [.tokenReused])
        #expect(client.link.closeCodes == [.tokenReused])
        #expect(stage.takeAsked().isEmpty)
    }

    @Test("a connection lost while it resumes is told to the room, which may have given it the seat")
    func lostMeanwhile() throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.onEdge { $0.closed(client.id) }
        guard case .connectionLost(self.session, client.id)? = stage.takeAsked().first else {
            Issue.record("the room keeps a connection that is gone")
            return
        }
        stage.reply(self.answer(), to: id, of: client)
        #expect(stage.onEdge { $0.sessionCount } == 0)
    }

    @Test("the room hears once that the new connection is used, by any request", arguments: [true, false])
    func confirmation(isPing: Bool) throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(self.answer(), to: id, of: client)
        let call = isPing ? ClientCall.sessionPing : .roomInfo(ClientCall.RoomOnly(room: Sample.room.wire))
        stage.ask(call, from: client)
        stage.ask(call, from: client)
        let confirmed = stage.takeAsked().filter { body in
            if case .tokenConfirmed(self.session, client.id) = body { true } else { false }
        }
        #expect(confirmed.count == 1)
    }

    @Test("a session that was revoked while it was away is closed with 4503 and leaves")
    func revokedMeanwhile() throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(self.answer(), to: id, of: client)
        #expect(stage.signIn.checked == [Principal(.account, 1)])
        let answer = stage.signIn.takeLookUp()
        stage.loop.perform { answer(nil) }
        #expect(client.link.closeCodes == [.accessRevoked])
        guard case .revoke(Principal(.account, 1))? = stage.takeAsked().last else {
            Issue.record("the room was not told")
            return
        }
    }

    @Test("a session of before a password change is closed with 4503 and leaves; the principal's others stay")
    func passwordChanged() throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(self.answer(grant: Sample.grant(1, generation: 1)), to: id, of: client)
        let answer = stage.signIn.takeLookUp()
        stage.loop.perform { answer(Sample.grant(1, generation: 2)) }
        #expect(client.link.closeCodes == [.accessRevoked])
        guard case .leave(self.session, client.id, nil)? = stage.takeAsked().last else {
            Issue.record("the room was not told")
            return
        }
    }

    @Test(
        "after a restart a session of before a password change is closed with 4503 and leaves, and no other is",
        arguments: [(UInt32?(1), true), (2, false), (3, false), (nil, false)]
    )
    func passwordChangedBeforeRestart(generation: UInt32?, isClosed: Bool) throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(self.answer(grant: nil, generation: generation), to: id, of: client)
        let answer = stage.signIn.takeLookUp()
        stage.loop.perform { answer(Sample.grant(1, generation: 2)) }
        #expect(client.link.closeCodes == (isClosed ? [.accessRevoked] : []))
        let leaves = stage.takeAsked().contains { body in
            if case .leave(self.session, client.id, nil) = body { true } else { false }
        }
        #expect(leaves == isClosed)
    }

    @Test("coming back puts the end of a session off for nobody, and after a restart it is near")
    func endKept() throws {
        let late = Timestamp(ms: Sample.wallClockMs + 43_200_000)
        let soon = Timestamp(ms: Sample.wallClockMs + 30_000)
        let cases: [(known: Grant?, end: Timestamp)] = [
            (Sample.grant(1, expiresAt: soon), soon),
            (Sample.grant(1, expiresAt: late), late),
            (nil, Timestamp(ms: Sample.wallClockMs + 900_000)),
        ]
        for (known, end) in cases {
            let stage = EdgeStage()
            let (client, id, _) = try self.resume(on: stage)
            stage.reply(self.answer(grant: known), to: id, of: client)
            let answer = stage.signIn.takeLookUp()
            stage.loop.perform { answer(Sample.grant(1, expiresAt: late)) }
            #expect(stage.onEdge { $0.connections[client.id]?.session?.grant?.expiresAt } == end)
            let told = stage.takeAsked().compactMap(\.renewed)
            #expect(told == (known == nil ? [Sample.grant(1, expiresAt: end)] : []))
        }
    }

    @Test("a session that comes back a minute after its end is closed at once, whatever the look-up does")
    func backTooLate() throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        let end = Timestamp(ms: Sample.wallClockMs - 60_000)
        stage.reply(self.answer(grant: Sample.grant(1, expiresAt: end)), to: id, of: client)
        stage.run(.milliseconds(10))
        #expect(client.link.closeCodes == [.accessRevoked])
    }

    @Test("after a restart what a session asks for waits until its grant is known again")
    func grantLookedUp() throws {
        let stage = EdgeStage()
        let (client, id, _) = try self.resume(on: stage)
        stage.reply(self.answer(grant: nil), to: id, of: client)
        _ = client.link.takeMessages()
        let create = ClientCall.roomCreate(ClientCall.CreateRoom(title: "t", key: "k"))
        let limits = BrokerLimits()
        for _ in 0..<limits.waitingForGrantMax { stage.ask(create, from: client) }
        #expect(client.link.takeMessages().isEmpty, "they wait")
        stage.ask(create, from: client)
        #expect(client.link.takeMessages().errorCodes == [.overloaded], "bounded")
        #expect(!stage.takeAsked().contains { if case .create = $0 { true } else { false } })
        let answer = stage.signIn.takeLookUp()
        stage.loop.perform { answer(Sample.grant(1)) }
        let created = stage.takeAsked().filter { if case .create = $0 { true } else { false } }
        #expect(created.count == limits.waitingForGrantMax)
    }
}
