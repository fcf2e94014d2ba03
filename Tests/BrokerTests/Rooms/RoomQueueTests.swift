// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("The join queue of a room")
struct RoomQueueTests {
    /// A room that lets ten a second in, and ten at once.
    private func stage() -> HostStage {
        var limits = BrokerLimits()
        limits.joinsPerSecond = 10
        return HostStage.open(limits)
    }

    private func place(of reply: RoomReply?) -> JoinQueuePlace? {
        guard let refusal = reply?.refusal, refusal.code == .joinQueued else { return nil }
        #expect(refusal.retryAfterMs == refusal.queue?.waitMs)
        return refusal.queue
    }

    /// A participant of `kind`, or one with an operator's authority.
    private func join(
        _ person: inout Person,
        kind: Principal.Kind = .account,
        people: Int32 = 1,
        authority: Authority = .none
    ) -> RoomsMessage.Body {
        let known = Sample.profile(person.account)
        let profile = Profile(
            principal: Principal(kind, person.account),
            name: known.name,
            nameKey: known.nameKey,
            searchKeys: known.searchKeys
        )
        let request = JoinRequest(
            session: person.session,
            profile: profile,
            path: Sample.path,
            people: people,
            authority: authority,
            token: Sample.digest(person.token)
        )
        return .join(request, Sample.grant(person.account), person.address())
    }

    /// Accounts from 100 on that all ask in the same moment.
    private func storm(_ stage: HostStage, _ count: UInt64) -> (people: [Person], places: [JoinQueuePlace?]) {
        _ = stage.takeSent()
        var people = (0..<count).map { Person(100 + $0) }
        var places: [JoinQueuePlace?] = []
        for index in people.indices {
            stage.say(people[index].join())
            places.append(self.place(of: stage.takeReply()))
        }
        return (people, places)
    }

    @Test("a storm is let in at the rate, in order, each by asking once more at the told time")
    func storm() {
        let stage = self.stage()
        var (people, places) = self.storm(stage, 40)
        #expect(places.prefix(10).allSatisfy { $0 == nil })
        #expect(places.dropFirst(10).map { $0?.position } == (1...30).map { UInt32($0) })
        #expect(places.last??.waitMs == 3_000)
        #expect(stage.host.room.participantCount == 10)
        for index in 10..<40 {
            stage.run(.milliseconds(100))
            stage.say(people[index].join())
            #expect(stage.takeReply()?.joined != nil)
        }
        #expect(stage.host.room.participantCount == 40)
        #expect(stage.host.joinQueue?.count == 0)
    }

    @Test("a queued join writes nothing and seats nobody")
    func nothingWritten() {
        let stage = self.stage()
        _ = self.storm(stage, 10)
        let slots = stage.appends.count
        stage.notes = []
        var person = Person(500)
        stage.say(person.join())
        #expect(self.place(of: stage.takeReply()) == JoinQueuePlace(position: 1, waitMs: 100))
        #expect(stage.appends.count == slots)
        #expect(stage.notes == [.joinQueued(Sample.room, person.principal, position: 1)])
        #expect(stage.host.routes[person.session] == nil)
    }

    @Test("another session on another connection has the place of the same account")
    func reconnect() {
        let stage = self.stage()
        var (_, places) = self.storm(stage, 40)
        stage.run(.milliseconds(1_000))
        var again = Person(139, on: Sample.otherEdge)
        again.session = SessionID(0x9000)
        again.connection = ConnectionID(0x9001)
        stage.say(again.join())
        #expect(self.place(of: stage.takeReply()) == JoinQueuePlace(position: 20, waitMs: 2_000))
        #expect(places.removeLast()?.position == 30)
        stage.run(.milliseconds(2_000))
        stage.say(again.join())
        #expect(stage.takeReply()?.joined != nil)
    }

    @Test("the chair passes a queue of hundreds, and so do operators, terminals and bridges")
    func priority() {
        let stage = self.stage()
        _ = self.storm(stage, 300)
        var chair = Person(1)
        stage.say(chair.join())
        #expect(stage.takeReply()?.joined?.role == .chair)
        var others = (2...4).map { Person($0) }
        stage.say(self.join(&others[0], authority: .operator))
        #expect(stage.takeReply()?.joined?.role == .operator)
        stage.say(self.join(&others[1], kind: .terminal, people: 12))
        #expect(stage.takeReply()?.joined != nil)
        stage.say(self.join(&others[2], kind: .site, people: 40))
        #expect(stage.takeReply()?.joined != nil)
    }

    @Test("a presenter who was away passes the queue; who only says that many sit there does not")
    func presenters() {
        let stage = self.stage()
        var chair = Person(1)
        var presenter = Person(2)
        stage.say(chair.join(), presenter.join(), chair.command(.promote(presenter.principal)))
        stage.say(.leave(presenter.session, presenter.connection, nil))
        _ = self.storm(stage, 100)
        stage.say(presenter.join())
        #expect(stage.takeReplies().last?.joined?.role == .presenter)
        var crowd = Person(3)
        stage.say(self.join(&crowd, people: 999))
        #expect(self.place(of: stage.takeReply()) != nil)
        var guest = Person(4)
        stage.say(self.join(&guest, kind: .guest))
        #expect(self.place(of: stage.takeReply()) != nil)
    }

    @Test("what the room refuses takes no place")
    func refused() {
        let stage = self.stage()
        var chair = Person(1)
        stage.say(chair.join())
        _ = self.storm(stage, 10)
        stage.say(chair.command(.lock))
        _ = stage.takeSent()
        var late = Person(500)
        stage.say(late.join())
        #expect(stage.takeRefusals() == [.roomLocked])
        #expect(stage.host.joinQueue?.count == 0)
    }

    @Test("resuming never waits, nor does another session of who is in the room")
    func insiders() {
        let stage = self.stage()
        var (people, _) = self.storm(stage, 100)
        stage.say(people[0].lost)
        stage.say(people[0].resume())
        #expect(stage.takeReply()?.resumed != nil)
        people[1].session = SessionID(0x9000)
        people[1].connection = ConnectionID(0x9001)
        stage.say(people[1].join())
        #expect(stage.takeReplies().first?.joined != nil)
    }

    @Test("a room without a limit lets everybody in at once")
    func unlimited() {
        var limits = BrokerLimits()
        limits.joinsPerSecond = 0
        let stage = HostStage.open(limits)
        #expect(self.storm(stage, 300).places.allSatisfy { $0 == nil })
        #expect(stage.host.room.participantCount == 300)
    }

    @Test("with every place taken the answer is that the server is too busy, and when to come")
    func full() {
        var limits = BrokerLimits()
        limits.joinsPerSecond = 1
        limits.joinPlacesMax = 2
        let stage = HostStage.open(limits)
        _ = self.storm(stage, 3)
        var person = Person(500)
        stage.say(person.join())
        #expect(stage.takeReply()?.refusal == WireError(.overloaded, retryAfterMs: 3_000))
    }

    @Test("a room that is rebuilt forgets its queue")
    func rebuilt() {
        let stage = self.stage()
        _ = self.storm(stage, 40)
        stage.host.rebuild(.storeFailed)
        #expect(stage.host.joinQueue?.count == 0)
    }
}
