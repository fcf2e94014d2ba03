// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Wire

/// Many small rooms in which one writes now and then, before and while a storm joins another room.
///
/// All of them stay open: their chair, the first account, sits in one alone.
struct RoomsScenario {
    let inProgress: Int
    let rooms: Int
    let seats: Int
    /// Clients of the storm.
    let storm: Int
    let server: Int32

    /// Time that the rooms are watched without a storm.
    private static let calm: Duration = .seconds(8)
    /// Time between two texts, whichever room they are for.
    private static let interval: Duration = .milliseconds(5)
    private static let patience: Duration = .seconds(20)

    /// - Throws: ``LoadFailure`` when the rooms cannot be filled.
    func run(in crowd: isolated Crowd) async throws -> RoomsReport {
        try ProcessUsage.require(self.server)
        var rooms: [WireRoom] = []
        for _ in 0..<self.rooms { rooms.append(try await crowd.openRoom(as: 0, limit: self.seats)) }
        let last = self.rooms * self.seats
        try await crowd.join(last, at: .inProgress(self.inProgress)) { [seats] in rooms[$0 / seats] }.requireAll()
        await crowd.pause(Crowd.calming)
        let writer = Writer(self, rooms)
        crowd.listener = { _, push in writer.heard(push, at: crowd.now) }
        crowd.beat(every: Self.interval) { writer.writeNext(crowd.clients, at: crowd.now) }
        await crowd.pause(Self.calm)
        let calm = writer.take()
        let stormRoom = try await crowd.openRoom(as: 0, limit: self.storm + 100)
        let before = Readings(of: crowd, server: self.server)
        let storm = await crowd.join(self.storm, at: .inProgress(self.inProgress)) { _ in stormRoom }
        let after = Readings(of: crowd, server: self.server)
        let stormy = writer.take()
        crowd.endBeat()
        await crowd.pause(.seconds(1))
        crowd.listener = nil
        crowd.stop()
        return RoomsReport(
            rooms: self.rooms,
            seats: self.seats,
            storm: self.storm,
            stormSeconds: storm.time.seconds,
            serverCPUPerJoinMs: (after.serverSeconds(since: before) ?? 0) * 1_000 / Double(self.storm),
            calm: Times(calm),
            stormy: Times(stormy),
            isWhole: storm.failures.isEmpty && !calm.isEmpty && !stormy.isEmpty
        )
    }

    /// Has the first of each room write, one after the other, and hears when each text arrives.
    private final class Writer {
        private let scenario: RoomsScenario
        private let rooms: [WireRoom]
        /// By the number that a text consists of.
        private var writtenAt: [Duration] = []
        private var delays: [Duration] = []
        private var next = 0

        init(_ scenario: RoomsScenario, _ rooms: [WireRoom]) {
            self.scenario = scenario
            self.rooms = rooms
        }

        func writeNext(_ clients: [LoadClient], at now: Duration) {
            let index = self.next % self.rooms.count
            self.next += 1
            let speaker = clients[index * self.scenario.seats]
            self.writtenAt.append(now)
            let chat = ClientCall.Chat(room: self.rooms[index], text: "\(self.next)", key: speaker.session.makeKey())
            speaker.session.request(.chatSend(chat)) { _ in }
        }

        func heard(_ push: ServerPush, at now: Duration) {
            guard case .room(_, _, .chatPosted(_, let text)) = push, let number = Int(text) else { return }
            self.delays.append(now - self.writtenAt[number - 1])
        }

        func take() -> [Duration] {
            defer { self.delays = [] }
            return self.delays
        }
    }
}
