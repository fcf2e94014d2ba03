// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import LoopRuntime
import SimulationKit
import Testing
import Wire

@testable import Broker

/// A shelf between a bus and a log that the test plays.
private final class ShelfStage {
    let world: SimulatedWorld
    let loop: SimulatedLoop
    let bus = FakeBus()
    let log = FakeLog()
    let observer = FakeObserver()
    let shelf: RoomShelf

    init(_ limits: BrokerLimits = BrokerLimits()) {
        self.world = SimulatedWorld(seed: 1, weather: .calm)
        self.loop = self.world.makeLoop()
        self.shelf = RoomShelf(
            address: Sample.shelf,
            loop: self.loop,
            bus: self.bus,
            log: self.log,
            observer: self.observer,
            limits: limits,
            roomLimits: RoomLimits()
        )
        self.onShelf { $0.start() }
    }

    func onShelf<Result: Sendable>(_ body: @Sendable (isolated RoomShelf) -> Result) -> Result {
        self.loop.perform { self.shelf.assumeIsolated(body) }
    }

    func run(_ duration: Duration) {
        self.world.run(until: self.world.now + duration)
    }

    func receive(_ bodies: RoomsMessage.Body..., in room: RoomID = Sample.room) {
        let batch = bodies.map { BrokerMessage.rooms(RoomsMessage(room, $0)) }
        self.onShelf { $0.receive(batch) }
    }

    func answerLoad(_ logged: LoggedRoom? = nil) {
        let load = self.log.takeLoad()
        self.loop.perform { load.answer(.success(logged)) }
    }

    func answerAppend(_ outcome: AppendOutcome = .durable) {
        let append = self.log.takeAppend()
        self.loop.perform { append.answer(outcome) }
    }

    func settle() {
        while !self.log.appends.isEmpty { self.answerAppend() }
    }

    /// Opens a room with `chair` in it.
    func open(_ chair: inout Person, in room: RoomID = Sample.room) {
        let info = RoomInfo(
            room: room,
            title: "t",
            chair: chair.principal,
            createdAt: Timestamp(ms: Sample.wallClockMs)
        )
        self.receive(.create(info, chair.address()), chair.join(), in: room)
        self.answerLoad()
        self.settle()
        _ = self.bus.takeSent()
    }

    /// Takes out what an Edge was told of a room.
    func takeSent(to edge: Address = Sample.edge) -> [EdgeMessage] {
        self.bus.takeSent().filter { $0.receiver == edge }.compactMap { sent in
            guard case .edge(let message) = sent.message else { return nil }
            return message
        }
    }
}

@Suite("A shelf of rooms")
struct RoomShelfTests {
    private let other = Sample.roomID(100_000_000)

    @Test("a room is loaded for its first message, opened, and answered over the bus")
    func opening() {
        let stage = ShelfStage()
        var chair = Person(1)
        stage.receive(.create(Sample.info(), chair.address()), chair.join())
        #expect(stage.log.loads.map(\.room) == [Sample.room])
        stage.answerLoad()
        #expect(stage.log.appends.map(\.slot) == [1])
        #expect(stage.bus.takeSent().isEmpty)
        stage.answerAppend()
        #expect(stage.log.appends.map(\.slot) == [2])
        stage.answerAppend()
        let sent = stage.takeSent()
        #expect(sent.allSatisfy { $0.room == Sample.room })
        #expect(sent.compactMap(\.body.reply).first?.isCreated == true)
        #expect(sent.compactMap(\.body.attached).count == 3)
        #expect(stage.observer.events == [.seated(Sample.room, chair.session, chair.principal)])
        #expect(stage.onShelf { $0.inspect(Sample.room)?.links } == [chair.session: chair.connection])
    }

    @Test("messages of a batch are one turn of each room they name")
    func batches() {
        let stage = ShelfStage()
        var chair = Person(1)
        var second = Person(2)
        stage.open(&chair)
        stage.open(&second, in: self.other)
        let batch: [BrokerMessage] = [
            .rooms(RoomsMessage(Sample.room, chair.command(.lock))),
            .rooms(RoomsMessage(self.other, second.command(.lock))),
            .rooms(RoomsMessage(Sample.room, chair.command(.unlock))),
        ]
        stage.onShelf { $0.receive(batch) }
        #expect(stage.log.appends.map(\.room) == [Sample.room, self.other])
        stage.settle()
        let sent = stage.takeSent()
        #expect(sent.filter { $0.room == Sample.room }.compactMap(\.body.delivered).count == 1)
    }

    @Test("a room with something due has one timer, an idle one the timer that ends it, an unloaded one none")
    func timers() {
        let stage = ShelfStage()
        var chair = Person(1)
        stage.open(&chair)
        stage.run(.seconds(5))
        #expect(stage.loop.pendingTimers == 0)
        stage.receive(chair.lost)
        for _ in 0..<5 { stage.receive(.info(chair.address())) }
        #expect(stage.loop.pendingTimers == 1)
        stage.run(.seconds(121))
        stage.settle()
        #expect(stage.onShelf { $0.inspect(Sample.room)?.room.seatCount } == 0)
        #expect(stage.loop.pendingTimers == 1)
        stage.run(.seconds(301))
        #expect(stage.onShelf { $0.loadedRooms } == [])
        #expect(stage.loop.pendingTimers == 0)
        #expect(stage.observer.events.last == .roomUnloaded(Sample.room))
    }

    @Test("a failed append is repeated by the room's timer")
    func retry() {
        let stage = ShelfStage()
        var chair = Person(1)
        stage.open(&chair)
        stage.receive(chair.command(.lock))
        stage.answerAppend(HostStage.failure)
        #expect(stage.log.appends.isEmpty)
        stage.run(.milliseconds(101))
        #expect(stage.log.appends.map(\.slot) == [3])
    }

    @Test("late answers to an earlier life of a room change nothing")
    func lateAnswers() {
        let stage = ShelfStage()
        var person = Person(1)
        stage.receive(.info(person.address()))
        let first = stage.log.takeLoad()
        stage.loop.perform { first.answer(.success(nil)) }
        #expect(stage.onShelf { $0.loadedRooms } == [])
        stage.receive(.create(Sample.info(), person.address()))
        let before = HostStage.open(info: Sample.info(title: "from another life"))
        stage.loop.perform { first.answer(.success(before.logged)) }
        #expect(stage.onShelf { $0.inspect(Sample.room)?.isServing } == false)
        stage.answerLoad()
        let claim = stage.log.takeAppend()
        stage.loop.perform { claim.answer(.taken(by: Array("{}".utf8))) }
        #expect(stage.log.loads.count == 1, "the host was not rebuilt")
        stage.loop.perform { claim.answer(.durable) }
        stage.loop.perform { claim.answer(.taken(by: Array("{}".utf8))) }
        #expect(stage.log.loads.count == 1)
        stage.answerLoad()
        #expect(stage.onShelf { $0.loadedRooms } == [])
        stage.loop.perform { claim.answer(.durable) }
        #expect(stage.onShelf { $0.loadedRooms } == [])
    }

    @Test("news of a connection alone loads no room, and its log is not written for it")
    func lateNews() {
        let stage = ShelfStage()
        let person = Person(1)
        stage.receive(person.lost, .tokenConfirmed(person.session, person.connection))
        #expect(stage.log.loads.isEmpty)
        #expect(stage.onShelf { $0.loadedRooms } == [])
    }

    @Test("what an Edge does not take waits and goes through in order")
    func outbox() {
        let stage = ShelfStage()
        var chair = Person(1)
        stage.open(&chair)
        stage.bus.allow(1, to: Sample.edge)
        let requests = (0..<4).map { _ in chair.address() }
        for address in requests { stage.receive(.info(address)) }
        stage.bus.allow(nil, to: Sample.edge)
        let late = chair.address()
        stage.receive(.info(late))
        #expect(stage.takeSent().count == 1)
        stage.onShelf { [bus = stage.bus] _ in bus.tellSpace(of: Sample.edge) }
        let replied = stage.takeSent().compactMap { message -> ReplyAddress? in
            if case .reply(let address, _) = message.body { address } else { nil }
        }
        #expect(replied == requests[1...] + [late])
    }

    @Test("when an Edge is given up, the seats of every room it served get their grace, busy or not")
    func stalledElsewhere() {
        let stage = ShelfStage()
        var chair = Person(1)
        var quiet = Person(2)
        stage.open(&chair)
        stage.open(&quiet, in: self.other)
        stage.run(.seconds(5))
        stage.bus.allow(0, to: Sample.edge)
        let info = BrokerMessage.rooms(RoomsMessage(Sample.room, .info(chair.address())))
        stage.onShelf { $0.receive(Array(repeating: info, count: RoomShelf.outboxMax + 1)) }
        stage.run(.seconds(121))
        stage.settle()
        #expect(stage.onShelf { $0.inspect(Sample.roomID(100_000_000))?.room.seatCount } == 0)
    }

    @Test("an Edge that takes nothing for too long has its connections come back, and its seats their grace")
    func stalled() throws {
        let stage = ShelfStage()
        var chair = Person(1)
        var ending = Person(2)
        var elsewhere = Person(3, on: Sample.otherEdge)
        stage.open(&chair)
        stage.open(&ending, in: self.other)
        stage.receive(elsewhere.join())
        stage.settle()
        _ = stage.bus.takeSent()
        stage.run(.seconds(5))
        stage.bus.allow(0, to: Sample.edge)
        stage.receive(ending.command(.end), in: self.other)
        stage.settle()
        #expect(stage.onShelf { $0.loadedRooms } == [Sample.room])
        let address = chair.address()
        let batch = (0...RoomShelf.outboxMax).map { _ in BrokerMessage.rooms(RoomsMessage(Sample.room, .info(address)))
        }
        stage.onShelf { $0.receive(batch) }
        #expect(stage.observer.events.last == .edgeStalled(Sample.edge))
        stage.run(.milliseconds(1))
        let inspection = try #require(stage.onShelf { $0.inspect(Sample.room) })
        #expect(inspection.links == [elsewhere.session: elsewhere.connection])
        #expect(stage.loop.pendingTimers > 0, "nothing would ever end the grace")
        stage.bus.allow(nil, to: Sample.edge)
        stage.onShelf { [bus = stage.bus] _ in bus.tellSpace(of: Sample.edge) }
        let rebuilding = stage.takeSent().filter { $0.body.isRebuilding }.map(\.room)
        #expect(rebuilding == [self.other, Sample.room], "connections stay in a room that is over")
        stage.run(.seconds(121))
        stage.settle()
        #expect(stage.onShelf { $0.inspect(Sample.room)?.room.sessions } == [elsewhere.session])
    }

    @Test("a room's place follows from its number alone and spreads over the loops")
    func placement() {
        let placement = RoomPlacement(node: 3, loopCount: 4)
        #expect(placement.address(of: Sample.room) == Address(node: 3, loop: 1, role: .rooms))
        var counts: [UInt8: Int] = [:]
        for number in 0..<4_000 {
            counts[placement.address(of: Sample.roomID(500_000_000 + UInt32(number))).loop, default: 0] += 1
        }
        #expect(counts.count == 4)
        #expect(counts.values.allSatisfy { (800...1_200).contains($0) })
    }
}
