// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Streams set anew for slow clients")
struct RefreshTests {
    private let second = StreamID.page(Sample.hebei.id, PageNumber(2))

    /// A room with people in it, of whom the first watches; what led there forgotten.
    private func stage(_ people: inout [Person], watching streams: [StreamID]) -> HostStage {
        let stage = HostStage.open()
        for index in people.indices { stage.host.receive(people[index].join(), at: stage.time) }
        stage.say()
        stage.run(.seconds(2))
        stage.say(.watch(people[0].session, streams, people[0].address()))
        stage.run(.seconds(2))
        stage.sent = []
        return stage
    }

    private func refresh(_ person: Person, _ streams: [StreamID]) -> RoomsMessage.Body {
        .refresh(person.session, person.connection, streams)
    }

    @Test("the snapshot shows what was told, and the next message follows it")
    func snapshot() throws {
        var people = (1...4).map { Person($0) }
        let stage = self.stage(&people, watching: [Sample.page])
        stage.say(people[1].command(.requestFloor))
        stage.say(people[2].command(.requestFloor))  // The page has yet to say so.
        stage.sent = []
        stage.say(self.refresh(people[0], [.summary, Sample.page]))
        let sent = stage.takeSent()
        #expect(sent.count == 2)
        let page = try #require(attached(sent, people[0].session, to: Sample.page)?.first)
        #expect(page.pageState?.entries.map(\.hasHandUp) == [false, true, false, false])
        let summary = try #require(attached(sent, people[0].session, to: .summary)?.first)
        stage.run(.seconds(1))
        let later = stage.takeSent()
        for (stream, reset) in [(Sample.page, page), (.summary, summary)] {
            let next = pushes(frames(later, of: stream, to: Sample.edge))
            #expect(next.compactMap(\.offset) == [(reset.offset ?? 0) + 1])
        }
    }

    @Test("what a turn tells before comes before the snapshot, which includes it")
    func order() throws {
        var people = (1...3).map { Person($0) }
        let stage = self.stage(&people, watching: [])
        // Asking for a page's present publishes it in the middle of a turn.
        stage.say(.watch(people[1].session, [Sample.page], people[1].address()))
        stage.say(.watch(people[0].session, [Sample.page], people[0].address()))
        stage.run(.seconds(1))
        stage.sent = []
        stage.say(people[2].command(.requestFloor), self.refresh(people[0], [Sample.page]))
        let sent = stage.takeSent()
        let places = sent.map { ($0.body.attached != nil, $0.body.delivered?.stream == Sample.page) }
        let snapshot = try #require(attached(sent, people[0].session, to: Sample.page)?.first)
        let delivered = try #require(pushes(frames(sent, of: Sample.page, to: Sample.edge)).first)
        let isBefore = (places.firstIndex { $0.1 } ?? 0) < (places.firstIndex { $0.0 } ?? 0)
        #expect(delivered.offset == (snapshot.offset ?? 0) + (isBefore ? 0 : 1))
    }

    @Test("one snapshot serves all who were slow: it is encoded once for each offset")
    func shared() throws {
        var people = (1...3).map { Person($0) }
        let stage = self.stage(&people, watching: [Sample.page])
        stage.say(people.map { self.refresh($0, [.summary]) })
        let sent = stage.takeSent().compactMap { $0.body.attached }
        #expect(sent.map(\.session) == people.map(\.session))
        #expect(Set(sent.map { places(of: $0.frames) }).count == 1, "it was encoded or copied for each")
    }

    @Test("only streams that the session gets on this connection are set anew")
    func strangers() {
        var people = (1...3).map { Person($0) }
        let stage = self.stage(&people, watching: [Sample.page])
        stage.say(.unwatch(people[0].session, [Sample.page], people[0].address()))
        let before = people[1]
        stage.say(people[1].resume())
        stage.say(people[2].lost)
        stage.run(.seconds(2))
        stage.sent = []
        stage.say(
            self.refresh(people[0], [Sample.page, self.second]),
            self.refresh(before, [.summary]),
            self.refresh(people[2], [.summary]),
            self.refresh(Person(9), [.summary])
        )
        #expect(stage.takeSent().isEmpty)
    }

    @Test("the snapshot waits like everything else until what it shows is durable")
    func gated() {
        var people = (1...2).map { Person($0) }
        let stage = self.stage(&people, watching: [])
        stage.turn(people[1].command(.requestFloor), self.refresh(people[0], [.summary]))
        #expect(stage.takeSent().isEmpty)
        stage.settle()
        #expect(stage.takeSent().compactMap { $0.body.attached }.map(\.stream) == [.summary])
    }

    @Test("a room that is not in memory is not loaded for it")
    func unloaded() {
        #expect(!self.refresh(Person(1), [.summary]).needsHost)
    }

    @Test("who was left out of a page's last changes is told how it was before its end, and then the end")
    func closedPage() throws {
        var people = (1...65).map { Person($0) }
        let stage = self.stage(&people, watching: [self.second])
        for person in people[1...] where stage.host.room.roster.isKnown(self.second) {
            stage.say(.leave(person.session, person.connection, nil))
            stage.run(.seconds(1))
        }
        let sent = stage.takeSent()
        let changes = pushes(frames(sent, of: self.second, to: Sample.edge))
        let last = pushes(try #require(sent.compactMap { $0.body.lastOfStream }.first))
        #expect(last.map(\.method) == ["stream.reset", "page.changed"])
        #expect(last.last == changes.last)
        #expect(last.compactMap(\.offset) == [(changes.last?.offset ?? 0) - 1, changes.last?.offset])
        // The page never changed before its end, so that it still shows who was on it when it was watched.
        #expect(last.first?.pageState?.entries.isEmpty == false)
        stage.say(self.refresh(people[0], [self.second]))
        #expect(stage.takeSent().isEmpty)
    }
}
