// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Wire

/// Clients join one room, wait until all were told the same, and stay; while they stay some may leave and join again.
struct JoinScenario {
    let pace: Crowd.Pace
    /// An open room; nil: the first account opens one, and ends it afterwards.
    let room: UInt32?
    let server: Int32?
    /// Time to stay once all are in.
    let hold: Duration
    /// Participants in a hundred that leave and join again in a minute of that time.
    let churnPercent: Double
    /// Texts that the first client writes in each second of that time.
    let textsPerSecond: Int
    /// So many of the clients, spread over all, are presenters of the room before the storm: they may pass others.
    let presenters: Int

    /// Time until all must have been told the number of participants, or have come back.
    private static let settlingMax: Duration = .seconds(30)
    /// Time that one who has left stays away.
    private static let absence: Duration = .seconds(2)

    /// - Throws: ``LoadFailure`` when there is nothing to join or to measure.
    func run(in crowd: isolated Crowd) async throws -> JoinReport {
        if let server = self.server { try ProcessUsage.require(server) }
        let room: WireRoom
        if let number = self.room {
            room = WireRoom(number)
        } else {
            room = try await crowd.openRoom(as: 0, limit: crowd.size + 100)
        }
        let presenters = self.presenterNumbers(crowd.size)
        try await crowd.promote(presenters, in: room)
        let before = Readings(of: crowd, server: self.server)
        let round = await crowd.join(crowd.size, at: self.pace) { _ in room }
        _ = await crowd.wait(atMost: Self.settlingMax) { self.isTold(crowd) }
        let after = Readings(of: crowd, server: self.server)
        var report = JoinReport(crowd, round, from: before, to: after)
        if self.presenters > 0 {
            report.priority = Times(presenters.compactMap { crowd.clients[$0].joinTime })
        }
        if self.hold > .zero {
            report.stay = await self.stay(crowd, in: room)
        }
        report.note(crowd, isCounted: self.room == nil)
        if self.room == nil, let chair = crowd.clients.first { await crowd.endRoom(room, by: chair) }
        crowd.stop()
        return report
    }

    private func presenterNumbers(_ clients: Int) -> [Int] {
        // Never the first, who is the chair.
        (0..<self.presenters).map { 1 + $0 * (clients - 1) / self.presenters }
    }

    private func isTold(_ crowd: isolated Crowd) -> Bool {
        // In a room of others nobody knows the number.
        self.room != nil || crowd.toldWrong.isEmpty
    }

    private func isBack(_ crowd: isolated Crowd) -> Bool {
        crowd.clients.allSatisfy { $0.joinTime == nil || $0.session.isReady }
    }

    /// Stays for a while, with so many leaving and joining, and so many texts, as was asked for.
    private func stay(_ crowd: isolated Crowd, in room: WireRoom) async -> JoinReport.Stay {
        let texts = TextTally()
        for client in crowd.clients { client.forgetTold() }
        crowd.listener = { client, push in texts.take(push, by: client.number) }
        if self.textsPerSecond > 0, let writer = crowd.clients.first?.session {
            crowd.beat(every: .seconds(1) / self.textsPerSecond) {
                writer.request(.chatSend(.init(room: room, text: texts.next(), key: writer.makeKey()))) { _ in }
            }
        }
        var stay = await self.goAndCome(crowd, in: room)
        crowd.endBeat()
        // Whoever is away comes back and gets what it missed.
        _ = await crowd.wait(atMost: Self.settlingMax) { self.isTold(crowd) && self.isBack(crowd) }
        await crowd.pause(Crowd.calming)
        crowd.listener = nil
        stay.note(crowd, texts)
        return stay
    }

    private func goAndCome(_ crowd: isolated Crowd, in room: WireRoom) async -> JoinReport.Stay {
        let before = Readings(of: crowd, server: self.server)
        let end = before.at + self.hold
        let perMinute = Double(crowd.clients.count) * self.churnPercent / 100
        let interval: Duration = perMinute > 0 ? .seconds(60 / perMinute) : self.hold
        var leaves = 0
        while crowd.now < end {
            await crowd.pause(min(interval, end - crowd.now))
            guard perMinute > 0, crowd.now + Self.absence < end else { continue }
            leaves += 1
            // Spread over all units: neighbours in number are neighbours in the organisation.
            let session = crowd.clients[1 + (leaves &* 7_919) % (crowd.clients.count - 1)].session
            session.request(.roomLeave(.init(room: room))) { _ in }
            crowd.after(Self.absence) { _ in session.request(.roomJoin(.init(room: room))) { _ in } }
        }
        let after = Readings(of: crowd, server: self.server)
        return JoinReport.Stay(
            seconds: (after.at - before.at).seconds,
            leaves: leaves,
            receivedBytesPerClientPerSecond: Double(after.bytesReceived - before.bytesReceived)
                / Double(max(1, crowd.clients.count)) / (after.at - before.at).seconds,
            serverCPUSeconds: after.serverSeconds(since: before),
            serverGrowthKB: after.serverGrowthKB(since: before)
        )
    }
}

extension Crowd {
    var joinedCount: Int { self.clients.count { $0.joinTime != nil } }

    /// Clients whose last number of participants is not the number of who joined.
    var toldWrong: [Int] {
        let seated = UInt32(self.joinedCount)
        return self.clients.filter { $0.joinTime != nil && $0.toldJoined != seated }.map(\.number)
    }
}
