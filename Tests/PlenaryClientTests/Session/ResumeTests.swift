// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

@testable import PlenaryClient

@Suite("Resuming")
struct ResumeTests {
    @Test("a session resumes with its token and the offset of each stream that it processed")
    func offsets() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.push(ScriptedServer.chat(11))
        server.push(ScriptedServer.chat(12))
        server.push(ScriptedServer.counts(11))
        server.close(.slowConsumer)
        let request = try server.comeBack()
        let streams: [StreamName: StreamPosition] = [
            .room: .init(epoch: 1, offset: 12), .summary: .init(epoch: 1, offset: 11),
            .own: .init(epoch: 1, offset: 10),
        ]
        let resume = ClientCall.Resume(token: ScriptedServer.token(1), room: ScriptedServer.room, streams: streams)
        #expect(request.call == .sessionResume(resume))
    }

    @Test("each resume shows the newest token that was received")
    func tokens() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        for token in UInt8(2)...5 {
            server.reconnect()
            let request = try server.comeBack()
            guard case .sessionResume(let resume) = request.call else {
                Issue.record("asked \(request.call.method)")
                return
            }
            #expect(resume.token == ScriptedServer.token(token - 1))
            server.answer(request.id, ScriptedServer.resumed(token: token))
        }
    }

    @Test("a resume whose answer was lost is tried again with the same token")
    func lostAnswer() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.reconnect()
        let first = try server.comeBack()
        server.lose(.vanished)
        let second = try server.comeBack()
        #expect(first.call == second.call)
    }

    @Test("what was told before the loss is not told again, what was missed is told once")
    func replay() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.push(ScriptedServer.chat(11))
        server.reconnect()
        try server.comeBackAndResume()
        _ = server.takeActions()
        for offset in UInt64(10)...13 { server.push(ScriptedServer.chat(offset)) }
        #expect(server.takeEvents() == (12...13).map { .push(ScriptedServer.chat($0)) })
    }

    @Test("several messages in one frame are read in order")
    func batch() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        var batch = FrameBatch()
        for offset in UInt64(11)...13 { batch.append(ScriptedServer.chat(offset).encoded()) }
        server.say(batch.take())
        #expect(server.takeEvents() == (11...13).map { .push(ScriptedServer.chat($0)) })
    }

    @Test("a missing message has the session resume from the last one in front of the gap")
    func gap() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.push(ScriptedServer.chat(11))
        _ = server.takeActions()
        server.push(ScriptedServer.chat(13))
        #expect(server.takeActions().prefix(2) == [.disconnect, .tell(.disconnected(.gap(.room), pause: .zero))])
        guard case .sessionResume(let resume) = try server.comeBack().call else {
            Issue.record("did not resume")
            return
        }
        #expect(resume.streams[.room] == StreamPosition(epoch: 1, offset: 11))
    }

    @Test("a gap that resuming does not close makes the session pause longer each time")
    func lastingGap() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        var pauses: [Duration] = []
        for _ in 0..<5 {
            server.push(ScriptedServer.chat(13))
            guard case .disconnected(_, let pause)? = server.takeEvents().last else {
                Issue.record("did not disconnect")
                return
            }
            pauses.append(pause)
            try server.comeBackAndResume()
        }
        #expect(pauses[0] == .zero)
        #expect(pauses[4] > pauses[1] && pauses[4] >= .seconds(1))
    }

    @Test("the room's offsets go on over a new epoch, those of other streams need a reset")
    func epochs() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.push(ScriptedServer.chat(epoch: 2, 11))
        #expect(server.takeEvents() == [.push(ScriptedServer.chat(epoch: 2, 11))])
        server.push(ScriptedServer.counts(epoch: 2, 11))
        #expect(server.takeEvents() == [.disconnected(.gap(.summary), pause: .zero)])
    }

    @Test("a reset sets a stream anew, whatever came before")
    func reset() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let reset = ScriptedServer.reset(.summary, epoch: 2, offset: 3)
        server.push(reset)
        server.push(ScriptedServer.counts(epoch: 1, 11))
        server.push(ScriptedServer.counts(epoch: 2, 4))
        #expect(server.takeEvents() == [.push(reset), .push(ScriptedServer.counts(epoch: 2, 4))])
    }

    @Test("a reset in the middle of an epoch leaps over what was left out; only what follows it is no gap")
    func resetInTheMiddle() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let pushes = [ScriptedServer.reset(.summary, epoch: 1, offset: 30), ScriptedServer.counts(epoch: 1, 31)]
        for push in pushes { server.push(push) }
        #expect(server.takeEvents() == pushes.map { .push($0) })
        server.push(ScriptedServer.counts(epoch: 1, 33))
        #expect(server.takeEvents() == [.disconnected(.gap(.summary), pause: .zero)])
    }

    @Test("streams that were asked to be set anew are not named in the resume")
    func forgetting() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.reconnect(resettingStreams: true)
        guard case .sessionResume(let resume) = try server.comeBack().call else {
            Issue.record("did not resume")
            return
        }
        #expect(resume.streams.isEmpty)
    }

    @Test("a watched page that never spoke is watched again, one that spoke is resumed")
    func watches() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let pages = [StreamName.page(unit: 1_301, page: 1), .page(unit: 1_302, page: 1)]
        try server.ask(.rosterWatch(.init(room: ScriptedServer.room, streams: pages)))
        let watch = try #require(try server.takeSent().last)
        server.answer(watch.id, WatchResult(watching: pages))
        server.push(ScriptedServer.reset(pages[0], epoch: 1, offset: 4))
        server.reconnect()
        let request = try server.comeBack()
        guard case .sessionResume(let resume) = request.call else {
            Issue.record("did not resume")
            return
        }
        #expect(resume.streams[pages[0]] != nil && resume.streams[pages[1]] == nil)
        server.answer(request.id, ScriptedServer.resumed(token: 2, watching: [pages[0]]))
        let again = ClientCall.RosterStreams(room: ScriptedServer.room, streams: [pages[1]])
        #expect(try server.takeSent().map(\.call) == [.rosterWatch(again)])
    }

    @Test("a watched page that was merged away meanwhile is watched no longer")
    func pageOver() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let page = StreamName.page(unit: 1_301, page: 2)
        try server.ask(.rosterWatch(.init(room: ScriptedServer.room, streams: [page])))
        server.answer(try #require(try server.takeSent().last).id, WatchResult(watching: [page]))
        server.push(ScriptedServer.reset(page, epoch: 1, offset: 4))
        server.reconnect()
        server.answer(try server.comeBack().id, ScriptedServer.resumed(token: 2))
        #expect(server.state.seat?.watched == [])
    }

    @Test("a session that is gone signs in and joins again, and its commands follow")
    func rejoin() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let number = try server.ask(ScriptedServer.say("hello", key: "k1"))
        server.lose(.vanished)
        let resume = try server.comeBack()
        server.refuse(resume.id, .unknownSession)
        let signIn = try #require(try server.takeSent().last)
        server.answer(signIn.id, ScriptedServer.signedIn)
        let sent = try server.takeSent()
        #expect(sent.map(\.call) == [.roomJoin(.init(room: ScriptedServer.room))])
        server.answer(sent[0].id, ScriptedServer.joined(token: 3))
        let command = try #require(try server.takeSent().last)
        #expect(command.call == ScriptedServer.say("hello", key: "k1"))
        server.answer(command.id, ScriptedServer.receipt)
        #expect(server.takeActions().contains { if case .answer(number, .success) = $0 { true } else { false } })
    }

    @Test("a room that does not let the session in again is told as lost")
    func rejoinRefused() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        server.lose(.vanished)
        server.refuse(try server.comeBack().id, .unknownSession)
        server.answer(try #require(try server.takeSent().last).id, ScriptedServer.signedIn)
        server.refuse(try #require(try server.takeSent().last).id, .roomLocked)
        let error = ClientError.refused(RemoteError(WireError(.roomLocked)))
        #expect(server.takeEvents() == [.seatLost(ScriptedServer.room, error)])
    }

    @Test("the end of the room ends the seat and leaves the session")
    func roomEnds() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let header = PushHeader(room: ScriptedServer.room, stream: .room, epoch: 1, offset: 11)
        server.push(.room(header, at: 0, .ended(by: nil)))
        #expect(server.takeEvents().last == .seatLost(ScriptedServer.room, nil))
        #expect(server.state.phase == .ready)
    }

    @Test("a page that was closed is watched no longer")
    func closedPage() throws {
        var server = ScriptedServer()
        try server.signIn()
        try server.join()
        let page = StreamName.page(unit: 1_301, page: 1)
        try server.ask(.rosterWatch(.init(room: ScriptedServer.room, streams: [page])))
        server.answer(try #require(try server.takeSent().last).id, WatchResult(watching: [page]))
        server.push(ScriptedServer.reset(page, epoch: 1, offset: 4))
        let header = PushHeader(room: ScriptedServer.room, stream: page, epoch: 1, offset: 5)
        server.push(.pageChanged(header, PageChange(isClosed: true)))
        #expect(server.state.seat?.watched == [])
    }
}
