// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Coming back")
struct ResumeTests {
    private func stage(_ people: inout [Person], _ limits: BrokerLimits = BrokerLimits()) -> HostStage {
        let stage = HostStage.open(limits)
        for index in people.indices { stage.say(people[index].join()) }
        stage.run(.seconds(2))
        stage.sent = []
        return stage
    }

    private func at(_ offset: UInt64, epoch: UInt64 = 1) -> StreamPosition {
        StreamPosition(epoch: epoch, offset: offset)
    }

    @Test("a session that was away gets exactly what it missed of every stream, in order")
    func replay() throws {
        var people = (1...3).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.watch(people[1].session, [Sample.page], people[1].address()))
        let sent = stage.takeSent()
        let page = try #require(attached(sent, people[1].session, to: Sample.page)?.first?.offset)
        let summary = try #require(stage.host.room.roster.snapshot(.summary)).offset
        stage.say(people[1].lost)
        stage.say(people[0].command(.lock))
        stage.say(people[0].command(.chat("hello")), people[2].command(.requestFloor))
        stage.run(.seconds(2))
        let payload = try OpaqueJSON(Array("1".utf8))
        stage.say(.signal(from: people[0].session, to: people[1].session, payload: payload, people[0].address()))
        stage.sent = []
        let own = people[1].own
        stage.say(
            people[1].resume(
                from: [
                    (.room, self.at(1)), (.summary, self.at(summary)), (Sample.page, self.at(page)), (own, self.at(0)),
                ]
            )
        )
        let back = stage.takeSent()
        #expect(back.first?.body.reply?.resumed?.session == people[1].session)
        let room = try #require(attached(back, people[1].session, to: .room))
        #expect(room.map(\.method) == ["chat.posted", "floor.requested"])
        #expect(room.compactMap(\.offset) == [2, 3])
        let pages = try #require(attached(back, people[1].session, to: Sample.page))
        #expect(pages.map(\.method).allSatisfy { $0 == "page.changed" } && !pages.isEmpty)
        #expect(pages.first?.offset == page + 1)
        let counts = try #require(attached(back, people[1].session, to: .summary))
        #expect(counts.map(\.method) == ["summary.changed"])
        #expect(counts.first?.offset == summary + 1)
        #expect(attached(back, people[1].session, to: own)?.map(\.method) == ["signal.received"])
    }

    @Test("who missed nothing is sent nothing, and hears what comes next")
    func nothingMissed() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        let summary = try #require(stage.host.room.roster.snapshot(.summary)).offset
        stage.say(people[1].lost)
        stage.sent = []
        let positions = [(StreamID.room, self.at(0)), (.summary, self.at(summary)), (people[1].own, self.at(0))]
        stage.say(people[1].resume(from: positions))
        let begun = stage.takeSent().compactMap { $0.body.attached }
        #expect(begun.map(\.stream) == [.room, .summary, people[1].own])
        #expect(begun.allSatisfy { $0.frames.isEmpty })
        stage.say(people[0].command(.lock))
        #expect(frames(stage.takeSent(), of: .room, to: Sample.edge).count == 1)
    }

    @Test("a stream of which too much was missed, or of another epoch, begins anew")
    func reset() throws {
        var limits = BrokerLimits()
        limits.roomRingCountMax = 3
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people, limits)
        stage.say(people[1].lost)
        for number in 0..<5 { stage.say(people[0].command(.chat("\(number)"))) }
        stage.sent = []
        let positions = [(StreamID.room, self.at(1)), (.summary, self.at(0, epoch: 7)), (people[1].own, self.at(5))]
        stage.say(people[1].resume(from: positions))
        let back = stage.takeSent()
        for stream in [StreamID.room, .summary, people[1].own] {
            #expect(attached(back, people[1].session, to: stream)?.map(\.method) == ["stream.reset"])
        }
        #expect(attached(back, people[1].session, to: .room)?.first?.offset == 5)
    }

    @Test("a client that claims to know the future of the room gets a reset")
    func future() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        stage.say(people[0].command(.lock))
        for position in [self.at(2), self.at(1, epoch: 2)] {
            stage.sent = []
            stage.say(people[0].resume(from: [(.room, position)]))
            #expect(attached(stage.takeSent(), people[0].session, to: .room)?.map(\.method) == ["stream.reset"])
        }
    }

    @Test("what every session has comes without being named, what it watched only when it is")
    func unnamed() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        stage.say(.watch(people[0].session, [Sample.page], people[0].address()))
        stage.sent = []
        stage.say(people[0].resume())
        let begun = stage.takeSent().compactMap { $0.body.attached }
        #expect(begun.map(\.stream) == [.room, .summary, people[0].own])
        #expect(begun.allSatisfy { pushes($0.frames).map(\.method) == ["stream.reset"] })
    }

    @Test("a page that closed meanwhile does not come back, and a resume watches no more than a watch may")
    func watches() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let units = (0..<20).map { RosterUnit(id: UnitID(100 + $0), parent: UnitID(1), name: "", order: 0) }
        for unit in units { stage.host.room.evolve(.unitAdded(unit), at: Timestamp(ms: stage.wallClockMs)) }
        let streams = units.map { StreamID.unitSummary($0.id) } + [.page(Sample.hebei.id, PageNumber(9))]
        stage.say(people[0].resume(from: streams.map { ($0, self.at(0)) }))
        #expect(stage.host.routes[people[0].session]?.streams.count == 3 + WireLimits.watches)
        stage.sent = []
        stage.say(people[0].resume(from: [(streams[20], self.at(0))]))
        #expect(stage.takeSent().compactMap { $0.body.attached }.count == 3)
    }

    @Test("a view is kept for replay while nobody watches it")
    func unwatchedView() throws {
        var people = [Person(1), Person(2), Person(3)]
        let stage = self.stage(&people)
        stage.say(.watch(people[1].session, [Sample.page], people[1].address()))
        let page = try #require(attached(stage.takeSent(), people[1].session, to: Sample.page)?.first?.offset)
        stage.say(people[1].lost)
        stage.run(.seconds(1))
        stage.say(people[0].command(.requestFloor))
        stage.run(.seconds(1))
        stage.say(people[2].command(.requestFloor))
        stage.run(.seconds(1))
        stage.sent = []
        stage.say(people[1].resume(from: [(Sample.page, self.at(page))]))
        let missed = try #require(attached(stage.takeSent(), people[1].session, to: Sample.page))
        #expect(missed.map(\.method).allSatisfy { $0 == "page.changed" } && !missed.isEmpty)
        #expect(missed.first?.offset == page + 1)
    }
}

@Suite("Taking a session over")
struct TakeoverTests {
    private func stage(_ people: inout [Person]) -> HostStage {
        let stage = HostStage.open()
        for index in people.indices { stage.say(people[index].join()) }
        stage.run(.seconds(2))
        stage.sent = []
        return stage
    }

    @Test("the newer connection gets everything from now on, and the older one is closed with 4500")
    func takeover() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        let old = people[1]
        stage.say(people[1].resume(of: Sample.otherEdge))
        let sent = stage.takeSent()
        let released = try #require(sent.first { $0.edge == Sample.edge }?.body.released)
        #expect(released.session == old.session)
        #expect(released.connection == old.connection)
        #expect(released.code == .superseded)
        #expect(sent.filter { $0.edge == Sample.otherEdge }.first?.body.reply?.resumed != nil)
        #expect(stage.host.room.connection(of: old.session) == people[1].connection)
        stage.say(people[0].command(.lock))
        let told = stage.takeSent()
        #expect(frames(told, of: .room, to: Sample.otherEdge).count == 1)
    }

    @Test("the late close of a connection that was taken over leaves the seat alone")
    func lateClose() {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        let old = people[1]
        stage.say(people[1].resume(of: Sample.otherEdge))
        stage.sent = []
        stage.say(old.lost)
        #expect(stage.host.room.connection(of: old.session) == people[1].connection)
        stage.say(people[0].command(.lock))
        #expect(frames(stage.takeSent(), of: .room, to: Sample.otherEdge).count == 1)
        stage.run(.seconds(300))
        #expect(stage.host.room.sessions == people.map(\.session))
    }

    @Test("late requests of a connection that was taken over change nothing")
    func lateRequests() {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        var old = people[1]
        stage.say(people[1].resume(of: Sample.otherEdge))
        stage.sent = []
        stage.say(
            .leave(old.session, old.connection, nil),
            .leave(old.session, old.connection, old.address()),
            old.command(.requestFloor),
            .watch(old.session, [Sample.page], old.address()),
            .tokenConfirmed(old.session, old.connection)
        )
        #expect(stage.takeRefusals() == [.notInRoom, .notInRoom, .notInRoom])
        #expect(stage.host.room.sessions == people.map(\.session))
        #expect(stage.host.room.floor.queue.isEmpty)
        #expect(stage.host.routes[old.session]?.streams.contains(Sample.page) == false)
        // Its use of an older connection confirmed nothing: the token that was shown is still good.
        stage.say(people[1].resume(showing: old.token))
        #expect(stage.takeReply()?.resumed != nil)
    }

    @Test("a renewed grant is known when the session comes back, unless a connection taken over renewed it")
    func renewedGrant() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let old = people[0].connection
        let renewed = Sample.grant(1, expiresAt: Timestamp(ms: Sample.wallClockMs + 1_800_000))
        stage.say(.grantRenewed(people[0].session, old, renewed))
        stage.say(people[0].lost)
        stage.say(people[0].resume())
        #expect(stage.takeReply()?.resumed?.grant == renewed)
        stage.say(.grantRenewed(people[0].session, old, Sample.grant(1)))
        stage.say(people[0].resume())
        #expect(stage.takeReply()?.resumed?.grant == renewed)
    }

    @Test("a takeover by the same Edge closes the old connection before it answers the new one")
    func sameEdge() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        stage.say(people[0].resume())
        let sent = stage.takeSent()
        #expect(sent.first?.body.released?.code == .superseded)
        #expect(sent.dropFirst().first?.body.reply?.resumed != nil)
    }

    @Test("a resume that is asked again from the same connection closes nothing")
    func again() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let connection = people[0].connection.rawValue
        stage.say(people[0].resume(on: connection))
        #expect(stage.takeSent().compactMap { $0.body.released }.isEmpty)
    }

    @Test("a token that was never issued is refused and takes nothing")
    func wrongToken() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let connection = people[0].connection
        stage.say(people[0].resume(showing: 0xBAD))
        #expect(stage.takeRefusals() == [.unknownSession])
        #expect(stage.host.room.connection(of: people[0].session) == connection)
    }

    @Test("the token shown stays good until the new connection is used, then showing it revokes the session")
    func confirmation() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        let shown = people[1].token
        stage.say(people[1].resume())
        stage.say(people[1].resume(showing: shown))  // The first answer was lost on the way.
        #expect(stage.takeReplies().compactMap(\.resumed).count == 2)
        stage.say(.tokenConfirmed(people[1].session, people[1].connection))
        let holder = people[1]
        stage.say(people[1].resume(of: Sample.otherEdge, showing: shown))
        let sent = stage.takeSent()
        #expect(sent.compactMap { $0.body.reply?.isRevoked } == [true])
        let released = try #require(sent.compactMap { $0.body.released }.first)
        #expect(released.connection == holder.connection)
        #expect(released.code == .tokenReused)
        #expect(stage.host.room.sessions == [people[0].session])
        #expect(stage.notes.contains(.tokenReused(Sample.room, holder.session)))
    }

    @Test("an older token revokes the session and its seat goes")
    func olderToken() {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        let first = people[1].token
        stage.say(people[1].resume())
        stage.say(people[1].resume())
        stage.sent = []
        stage.say(people[1].resume(showing: first))
        #expect(stage.takeReplies().compactMap { $0.isRevoked } == [true])
        #expect(stage.host.room.sessions == [people[0].session])
        #expect(stage.notes.contains(.vacated(Sample.room, people[1].session, .tokenReused)))
    }

    @Test("once the grace has passed there is nothing to resume")
    func graceOver() {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        stage.say(people[1].lost)
        stage.run(.seconds(121))
        stage.sent = []
        stage.say(people[1].resume())
        #expect(stage.takeRefusals() == [.unknownSession])
    }

    @Test("a join asked again after its answer was lost gets the same seat with a new token")
    func joinAgain() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let connection = people[0].connection
        people[0].token += 1
        people[0].connection = ConnectionID(0x7777)
        stage.say(people[0].join())
        let sent = stage.takeSent()
        #expect(sent.compactMap { $0.body.reply?.joined }.count == 1)
        #expect(sent.compactMap { $0.body.released?.connection } == [connection])
        #expect(stage.host.room.seatCount == 1)
        stage.say(people[0].resume())
        #expect(stage.takeReply()?.resumed != nil)
    }
}
