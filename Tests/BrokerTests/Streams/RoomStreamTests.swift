// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import Testing
import Wire

@testable import Broker

/// What one Edge was sent of a stream, frame by frame.
func frames(_ sent: [(edge: Address, body: EdgeMessage.Body)], of stream: StreamID, to edge: Address) -> [[UInt8]] {
    sent.filter { $0.edge == edge }.compactMap { $0.body.delivered }.filter { $0.stream == stream }.map(\.frame)
}

/// Where the bytes of some frames are: the same frame, however often it was sent, is in one place.
func places(of frames: [[UInt8]]) -> [Int] {
    frames.map { unsafe $0.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } }
}

/// How one session was attached to a stream: what it was given to begin with.
func attached(
    _ sent: [(edge: Address, body: EdgeMessage.Body)],
    _ session: SessionID,
    to stream: StreamID
) -> [ReceivedPush]? {
    let found = sent.compactMap { $0.body.attached }.filter { $0.session == session && $0.stream == stream }
    return found.count == 1 ? pushes(found[0].frames) : nil
}

extension ReceivedPush {
    /// The state that a reset sets.
    var state: StreamState? {
        guard case .streamReset(_, let state)? = try? self.decoded() else { return nil }
        return state
    }

    var roomState: WireRoomState? { if case .room(let state)? = self.state { state } else { nil } }
    var summaryState: WireSummaryState? { if case .summary(let state)? = self.state { state } else { nil } }
    var pageState: WirePageState? { if case .page(let state)? = self.state { state } else { nil } }
    var offset: UInt64? { self.header?.position.offset }
}

@Suite("The room's stream")
struct RoomStreamTests {
    /// A room with people in it, what led there forgotten.
    private func stage(_ people: inout [Person], _ limits: BrokerLimits = BrokerLimits()) -> HostStage {
        let stage = HostStage.open(limits)
        for index in people.indices { stage.say(people[index].join()) }
        stage.run(.seconds(2))
        stage.sent = []
        return stage
    }

    @Test("one turn makes one frame of a stream, and several messages in it are one array in order")
    func batching() throws {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        let offset = stage.host.room.publicOffset
        stage.say(people[0].command(.lock), people[1].command(.chat("one")), people[0].command(.unlock))
        let sent = stage.takeSent()
        let told = frames(sent, of: .room, to: Sample.edge)
        #expect(told.count == 1)
        #expect(told.first?.first == UInt8(ascii: "["))
        let messages = pushes(told)
        #expect(messages.map(\.method) == ["room.locked", "chat.posted", "room.unlocked"])
        #expect(messages.compactMap(\.offset) == [offset + 1, offset + 2, offset + 3])
        stage.say(people[0].command(.lock))
        #expect(frames(stage.takeSent(), of: .room, to: Sample.edge).first?.first == UInt8(ascii: "{"))
    }

    @Test("a frame stays within what a client takes at once")
    func frameBound() {
        var people = [Person(1)]
        let stage = self.stage(&people)
        let text = String(repeating: "x", count: 4_000)
        for _ in 0..<40 { stage.host.receive(people[0].command(.chat(text)), at: stage.time) }
        stage.say()
        let told = frames(stage.takeSent(), of: .room, to: Sample.edge)
        #expect(told.count == 3)
        #expect(told.allSatisfy { $0.count <= 65_536 })
        #expect(pushes(told).compactMap(\.offset) == Array(1...40))
    }

    @Test("a push crosses once to each Edge, however many sessions it has there, with the same bytes")
    func oncePerEdge() {
        var people = (1...6).map { Person($0, on: $0 < 4 ? Sample.edge : Sample.otherEdge) }
        let stage = self.stage(&people)
        stage.say(people[0].command(.lock))
        let sent = stage.takeSent()
        let first = frames(sent, of: .room, to: Sample.edge)
        let second = frames(sent, of: .room, to: Sample.otherEdge)
        #expect(first.count == 1)
        #expect(first == second)
        #expect(places(of: first) == places(of: second), "it was encoded or copied for each Edge")
    }

    @Test("an Edge gets a stream for as long as it has a session that does")
    func lastSession() {
        var people = [Person(1), Person(2, on: Sample.otherEdge), Person(3, on: Sample.otherEdge)]
        let stage = self.stage(&people)
        stage.say(people[1].lost)
        stage.say(people[0].command(.lock))
        #expect(frames(stage.takeSent(), of: .room, to: Sample.otherEdge).count == 1)
        stage.say(people[2].lost)
        stage.say(people[0].command(.unlock))
        #expect(frames(stage.takeSent(), of: .room, to: Sample.otherEdge).isEmpty)
    }

    @Test("who joins in a turn gets its snapshot with what was told before, and a message with what comes after")
    func snapshotBeforeDeltas() throws {
        var people = [Person(1)]
        let stage = self.stage(&people)
        var late = Person(2)
        stage.say(people[0].command(.chat("before")), late.join(), people[0].command(.chat("after")))
        let sent = stage.takeSent()
        let reset = try #require(attached(sent, late.session, to: .room)?.first)
        #expect(reset.roomState?.chat.map(\.text) == ["before"])
        #expect(reset.header?.position == StreamPosition(epoch: 1, offset: 1))
        let index = try #require(sent.firstIndex { $0.body.attached?.stream == .room })
        #expect(pushes(frames(Array(sent[..<index]), of: .room, to: Sample.edge)).compactMap(\.offset) == [1])
        #expect(pushes(frames(Array(sent[index...]), of: .room, to: Sample.edge)).compactMap(\.offset) == [2])
    }

    @Test("the snapshot shows what clients need of the room")
    func snapshot() throws {
        var people = (1...4).map { Person($0) }
        let stage = self.stage(&people)
        stage.say(people[0].command(.lock), people[0].command(.muteAll(selfUnmute: false)))
        stage.say(people[0].command(.mute([people[1].principal])), people[0].command(.promote(people[2].principal)))
        stage.say(people[1].command(.requestFloor), people[0].command(.grantFloor(people[3].principal)))
        stage.sent = []
        stage.say(people[3].resume())
        let state = try #require(attached(stage.takeSent(), people[3].session, to: .room)?.first?.roomState)
        #expect(state.title == "Flood control" && state.isLocked)
        #expect(state.chair == people[0].principal.wire)
        #expect(state.mute == WireRoomState.Mute(isForAll: true, allowsSelfUnmute: false))
        #expect(state.muted == [people[1].principal.wire])
        #expect(state.presenters.map(\.participant) == [people[2].principal.wire])
        #expect(state.floor.queue.map(\.participant) == [people[1].principal.wire])
        #expect(state.floor.holders.map(\.participant) == [people[3].principal.wire])
    }

    @Test("the last thing a kicked session gets tells it why, and its Edge then closes it with 4504")
    func kicked() throws {
        var people = [Person(1), Person(2, on: Sample.otherEdge)]
        let stage = self.stage(&people)
        stage.say(people[0].command(.kick(people[1].principal)))
        let sent = stage.takeSent().filter { $0.edge == Sample.otherEdge }
        #expect(sent.count == 2)
        #expect(pushes(sent.compactMap { $0.body.delivered?.frame }).map(\.method) == ["participant.kicked"])
        let released = try #require(sent.last?.body.released)
        #expect(released.session == people[1].session)
        #expect(released.connection == people[1].connection)
        #expect(released.code == .kicked)
    }

    @Test("who leaves is detached, answered, and hears nothing more")
    func left() {
        var people = [Person(1), Person(2, on: Sample.otherEdge)]
        let stage = self.stage(&people)
        stage.say(.leave(people[1].session, people[1].connection, people[1].address()))
        let sent = stage.takeSent().filter { $0.edge == Sample.otherEdge }
        #expect(sent.first?.body.detached?.streams == [.room, .summary, people[1].own])
        #expect(sent.last?.body.reply?.isLeft == true)
        stage.say(people[0].command(.lock))
        #expect(stage.takeSent().allSatisfy { $0.edge == Sample.edge })
    }

    @Test("a newer session of the same participant replaces the older, which is closed with 4505")
    func replaced() throws {
        var people = [Person(2)]
        let stage = self.stage(&people)
        var newer = Person(2, on: Sample.otherEdge)
        newer.session = SessionID(0x9999)
        newer.connection = ConnectionID(0x9999)
        stage.say(newer.join())
        let sent = stage.takeSent()
        let released = try #require(sent.compactMap { $0.body.released }.first)
        #expect(released.connection == people[0].connection)
        #expect(released.code == .replaced)
        #expect(sent.compactMap { $0.body.reply?.joined }.count == 1)
    }

    @Test("a revoked principal's sessions are closed with 4503 even while the store fails")
    func revoked() {
        var people = [Person(1), Person(2)]
        let stage = self.stage(&people)
        stage.turn(people[0].command(.lock))
        stage.end(HostStage.failure)
        stage.turn(.revoke(people[1].principal))
        #expect(stage.host.room.sessions == [people[0].session])
        stage.pass(.milliseconds(100))
        stage.wakeUp()
        stage.settle()
        #expect(stage.takeSent().compactMap { $0.body.released?.code } == [.accessRevoked])
    }
}
