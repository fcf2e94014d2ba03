// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

@Suite("Summaries, pages and searches")
struct RosterStreamTests {
    private let hebei = StreamID.unitSummary(Sample.hebei.id)

    private func stage(_ people: inout [Person]) -> HostStage {
        let stage = HostStage.open()
        for index in people.indices { stage.host.receive(people[index].join(), at: stage.time) }
        stage.say()
        stage.run(.seconds(2))
        stage.sent = []
        return stage
    }

    @Test("a summary speaks at once, then at most once a second, and skips nothing")
    func summaryPace() {
        var watcher = [Person(1)]
        let stage = self.stage(&watcher)
        var told: [(at: Duration, push: ReceivedPush)] = []
        let start = stage.now
        func collect() {
            for push in pushes(frames(stage.takeSent(), of: .summary, to: Sample.edge)) {
                told.append((stage.now - start, push))
            }
        }
        for account in UInt64(2)...26 {
            var person = Person(account)
            stage.say(person.join())
            collect()
            stage.run(.milliseconds(100))
            collect()
        }
        #expect(told.map(\.at) == [.zero, .seconds(1), .seconds(2)])
        stage.run(.seconds(1))
        let last = pushes(frames(stage.takeSent(), of: .summary, to: Sample.edge))
        #expect(last.count == 1)
        let offsets = (told.map(\.push) + last).compactMap(\.offset)
        #expect(offsets == Array((offsets.first ?? 0)...(offsets.last ?? 0)))
        guard case .summaryChanged(_, let change)? = try? last.first?.decoded() else {
            Issue.record("the last message is no summary")
            return
        }
        #expect(change.counts.map(\.joined) == [26, 26])
    }

    @Test("a join moves nothing but counts and pages: nobody is told of it by itself")
    func quietJoin() {
        var people = (1...5).map { Person($0) }
        let stage = self.stage(&people)
        var late = Person(6)
        stage.say(late.join())
        #expect(frames(stage.takeSent(), of: .room, to: Sample.edge).isEmpty)
    }

    @Test("a page is paced too: changes within its interval are one message")
    func pagePace() {
        var people = (1...4).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.watch(people[0].session, [Sample.page], people[0].address()))
        stage.sent = []
        for index in 1...3 { stage.say(people[index].command(.requestFloor)) }
        #expect(pushes(frames(stage.takeSent(), of: Sample.page, to: Sample.edge)).count == 1)
        stage.run(.milliseconds(250))
        let later = pushes(frames(stage.takeSent(), of: Sample.page, to: Sample.edge))
        #expect(later.count == 1)
        guard case .pageChanged(_, let change)? = try? later.first?.decoded() else {
            Issue.record("no change came")
            return
        }
        #expect(change.put.map(\.entry.participant) == [people[2].principal.wire, people[3].principal.wire])
    }

    @Test("a watch is answered, begins with the present, and brings what changes from then on")
    func watch() throws {
        var people = (1...3).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(people[1].command(.requestFloor))
        stage.sent = []
        stage.say(.watch(people[0].session, [Sample.page, self.hebei], people[0].address()))
        var sent = stage.takeSent()
        #expect(sent.first?.body.reply?.watching == [self.hebei.wire, Sample.page.wire])
        let page = try #require(attached(sent, people[0].session, to: Sample.page)?.first)
        #expect(page.pageState?.entries.map(\.hasHandUp) == [false, true, false])
        let summary = try #require(attached(sent, people[0].session, to: self.hebei)?.first)
        #expect(summary.summaryState?.counts.map(\.hands) == [1])
        stage.run(.seconds(2))
        stage.sent = []
        stage.say(people[2].command(.requestFloor))
        sent = stage.takeSent()
        for (stream, reset) in [(Sample.page, page), (self.hebei, summary)] {
            let next = pushes(frames(sent, of: stream, to: Sample.edge))
            #expect(next.compactMap(\.offset) == [(reset.offset ?? 0) + 1])
        }
    }

    @Test("a second watcher's snapshot and its next message fit together, though the page has yet to speak")
    func watchBetween() throws {
        var people = (1...4).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.watch(people[0].session, [Sample.page], people[0].address()))
        stage.say(people[2].command(.requestFloor))
        stage.say(people[3].command(.requestFloor))  // Waits for the page's turn.
        stage.sent = []
        stage.say(.watch(people[1].session, [Sample.page], people[1].address()))
        let page = try #require(attached(stage.takeSent(), people[1].session, to: Sample.page)?.first)
        let hands = try #require(page.pageState).entries.filter(\.hasHandUp).map(\.participant)
        #expect(hands == [people[2].principal.wire])
        stage.run(.milliseconds(300))
        let next = pushes(frames(stage.takeSent(), of: Sample.page, to: Sample.edge))
        #expect(next.compactMap(\.offset) == [(page.offset ?? 0) + 1])
        guard case .pageChanged(_, let change)? = try next.first?.decoded() else {
            Issue.record("no change came")
            return
        }
        #expect(change.put.map(\.entry.participant) == [people[3].principal.wire])
    }

    @Test("what is watched already does not begin again")
    func watchAgain() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        for _ in 0..<2 { stage.say(.watch(people[0].session, [Sample.page, Sample.page], people[0].address())) }
        let sent = stage.takeSent()
        #expect(sent.compactMap { $0.body.attached }.count == 1)
        #expect(sent.compactMap { $0.body.reply?.watching } == [[Sample.page.wire], [Sample.page.wire]])
    }

    @Test("after an unwatch nothing more comes, and the streams of every session stay")
    func unwatch() {
        var people = (1...2).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.watch(people[0].session, [Sample.page, self.hebei], people[0].address()))
        stage.sent = []
        stage.say(.unwatch(people[0].session, [Sample.page], people[0].address()))
        let sent = stage.takeSent()
        #expect(sent.first?.body.detached?.streams == [Sample.page])
        #expect(sent.last?.body.reply?.watching == [self.hebei.wire])
        stage.say(people[1].command(.requestFloor), people[0].command(.lock))
        let later = stage.takeSent()
        #expect(frames(later, of: Sample.page, to: Sample.edge).isEmpty)
        #expect(frames(later, of: .room, to: Sample.edge).count == 1)
    }

    @Test("a seventeenth watch is refused as a whole")
    func tooManyWatches() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let units = (0..<16).map { RosterUnit(id: UnitID(100 + $0), parent: UnitID(1), name: "", order: 0) }
        for unit in units { stage.host.room.evolve(.unitAdded(unit), at: Timestamp(ms: stage.wallClockMs)) }
        let streams = units.map { StreamID.unitSummary($0.id) }
        stage.say(.watch(people[0].session, Array(streams[..<15]), people[0].address()))
        stage.say(.watch(people[0].session, [streams[14], streams[15], Sample.page], people[0].address()))
        #expect(stage.takeRefusals() == [.tooManyWatches])
        stage.say(.watch(people[0].session, [streams[14], streams[15]], people[0].address()))
        #expect(stage.takeReply()?.watching?.count == 16)
    }

    @Test("a unit or page that is not there is refused, with everything named beside it")
    func unknownStream() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        for stream in [StreamID.unitSummary(UnitID(99)), .page(Sample.hebei.id, PageNumber(2))] {
            stage.say(.watch(people[0].session, [Sample.page, stream], people[0].address()))
        }
        stage.say(.page(people[0].session, UnitID(99), .first, people[0].address()))
        let sent = stage.takeSent()
        let codes = sent.compactMap { $0.body.reply?.refusal?.code }
        #expect(codes == Array(repeating: .unknownStream, count: 3))
        #expect(sent.count == 3)
    }

    @Test("a page that merges into its neighbour says so, and its stream ends")
    func closedPage() throws {
        var people = (1...65).map { Person($0) }
        let stage = self.stage(&people)
        let second = StreamID.page(Sample.hebei.id, PageNumber(2))
        stage.say(.watch(people[0].session, [Sample.page, second], people[0].address()))
        #expect(stage.takeReply()?.watching?.count == 2)
        let onFirst = stage.host.room.roster.page(of: people[0].principal)
        for person in people[1...] where stage.host.room.roster.isKnown(second) {
            stage.say(.leave(person.session, person.connection, nil))
        }
        #expect(onFirst != nil)
        stage.run(.seconds(1))
        let sent = stage.takeSent()
        let last = try #require(pushes(frames(sent, of: second, to: Sample.edge)).last)
        guard case .pageChanged(_, let change)? = try last.decoded() else {
            Issue.record("the page said nothing")
            return
        }
        #expect(change.isClosed)
        #expect(sent.compactMap { $0.body.ended } == [second])
        stage.say(.watch(people[0].session, [second], people[0].address()))
        #expect(stage.takeRefusals() == [.unknownStream])
        #expect(stage.host.routes[people[0].session]?.streams.contains(second) == false)
    }

    @Test("a page asked for once shows the present and is not watched")
    func pageOnce() throws {
        var people = (1...2).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(people[1].command(.requestFloor))
        stage.sent = []
        stage.say(.page(people[0].session, Sample.hebei.id, .first, people[0].address()))
        let page = try #require(stage.takeReply()?.page)
        #expect(page.unit == 13 && page.page == 1 && page.next == nil)
        #expect(page.entries.map(\.participant) == people.map { $0.principal.wire })
        #expect(page.entries.map(\.hasHandUp) == [false, true])
        stage.say(people[0].command(.requestFloor))
        #expect(frames(stage.takeSent(), of: Sample.page, to: Sample.edge).isEmpty)
    }

    @Test(
        "a search finds by name, reading, initials and the end of a phone number",
        arguments: ["rson 7", "person7", "p7", "57"]
    )
    func search(query: String) throws {
        var people = (1...9).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.search(people[0].session, query: query, people[0].address()))
        let result = try #require(stage.takeReply()?.search)
        #expect(result.matches.map(\.entry.participant) == [people[6].principal.wire])
        #expect(result.matches.map(\.unit) == [13])
        #expect(!result.hasMore)
    }

    @Test("a search gives fifty matches at most and says that there are more")
    func searchBound() throws {
        var people = (1...60).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.search(people[0].session, query: "person", people[0].address()))
        let result = try #require(stage.takeReply()?.search)
        #expect(result.matches.count == 50 && result.hasMore)
    }

    @Test("who is not in the room learns nothing of its roster")
    func outsider() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        var outsider = Person(2)
        let address = outsider.address()
        stage.say(
            .watch(outsider.session, [Sample.page], address),
            .unwatch(outsider.session, [Sample.page], address),
            .page(outsider.session, Sample.hebei.id, .first, address),
            .search(outsider.session, query: "p", address),
            outsider.command(.chat("hello"))
        )
        #expect(stage.takeRefusals() == Array(repeating: .notInRoom, count: 5))
    }

    @Test("a participant whose connection is lost shows as away on pages and moves no count")
    func away() throws {
        var people = (1...2).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(.watch(people[0].session, [Sample.page], people[0].address()))
        stage.sent = []
        stage.say(people[1].lost)
        stage.run(.seconds(2))
        let sent = stage.takeSent()
        #expect(frames(sent, of: .summary, to: Sample.edge).isEmpty)
        guard
            case .pageChanged(_, let change)? = try pushes(frames(sent, of: Sample.page, to: Sample.edge)).first?
                .decoded()
        else {
            Issue.record("the page said nothing")
            return
        }
        #expect(change.put.map(\.entry.isOnline) == [false])
    }
}
