// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ArgumentParser
import PlenaryClient
import Wire

/// The chair's orders on their way to everybody in a full room, again and again; some may have stopped to read.
struct ControlScenario {
    let inProgress: Int
    let orders: [Order]
    let rounds: Int
    /// The last so many clients stop reading before the second half of the rounds.
    let stalled: Int
    let server: Int32

    /// Orders and texts, each told to everybody by one message of the stream `room`.
    enum Order: String, CaseIterable, ExpressibleByArgument {
        case muteAll, unmuteAll, lock, unlock, chat, longChat

        /// What is measured unless something else is asked for.
        static let usual: [Order] = [.muteAll, .unmuteAll, .lock, .unlock, .chat]

        /// Makes the frame that carries it 300 bytes long, as the floor's is.
        static let chatText = String(repeating: "x", count: 88)
        /// As long as a text may be: a few hundred fill the queue of a client that does not read.
        static let longText = String(repeating: "x", count: WireLimits.chatBytes.upperBound)

        func call(in room: WireRoom, key: String) -> ClientCall {
            switch self {
            case .muteAll: .controlMute(.init(room: room, target: .all(selfUnmute: true), key: key))
            case .unmuteAll: .controlUnmute(.init(room: room, target: .all, key: key))
            case .lock: .controlLock(.init(room: room, key: key))
            case .unlock: .controlUnlock(.init(room: room, key: key))
            case .chat: .chatSend(.init(room: room, text: Self.chatText, key: key))
            case .longChat: .chatSend(.init(room: room, text: Self.longText, key: key))
            }
        }
    }

    /// Time until an order must have reached everybody.
    private static let patience: Duration = .seconds(20)
    /// Time in which the cost of a room without orders is measured: heartbeats alone.
    private static let idle: Duration = .seconds(5)

    /// What one order has shown so far.
    private final class Series {
        var receipts: [Duration] = []
        /// Every client's, of all rounds.
        var arrivals: [Duration] = []
        /// The last client's of each round.
        var lasts: [Duration] = []
        var deliveries = 0
        var serverSeconds = 0.0
    }

    /// - Throws: ``LoadFailure`` when the room cannot be filled or an order does not arrive.
    func run(in crowd: isolated Crowd) async throws -> ControlReport {
        try ProcessUsage.require(self.server)
        let room = try await crowd.fillRoom(inProgress: self.inProgress)
        let idle = await Readings.idleCost(of: crowd, server: self.server, over: Self.idle)
        let calm = try await self.measure(crowd, room, idle: idle)
        var disturbed: [Order: Series]?
        if self.stalled > 0 {
            for client in crowd.clients.suffix(self.stalled) { client.setStalled(true) }
            disturbed = try await self.measure(crowd, room, idle: idle)
            for client in crowd.clients.suffix(self.stalled) { client.setStalled(false) }
        }
        let report = ControlReport(
            clients: crowd.size,
            stalled: self.stalled,
            disconnections: crowd.clients.reduce(0) { $0 + $1.disconnections },
            idleServerCores: idle,
            orders: calm.map { self.summary($0.key, $0.value) }.sorted { $0.order < $1.order },
            whileStalled: disturbed?.map { self.summary($0.key, $0.value) }.sorted { $0.order < $1.order }
        )
        await crowd.endRoom(room, by: crowd.clients[0])
        crowd.stop()
        return report
    }

    private func measure(_ crowd: isolated Crowd, _ room: WireRoom, idle: Double) async throws -> [Order: Series] {
        var series: [Order: Series] = [:]
        for order in self.orders { series[order] = Series() }
        let recipients = crowd.clients.count - self.stalled
        for _ in 0..<self.rounds {
            for order in self.orders {
                guard let series = series[order] else { continue }
                try await self.give(order, crowd, room, to: recipients, series, idle: idle)
            }
        }
        return series
    }

    private func give(
        _ order: Order,
        _ crowd: isolated Crowd,
        _ room: WireRoom,
        to recipients: Int,
        _ series: Series,
        idle: Double
    ) async throws {
        let before = Readings(of: crowd, server: self.server)
        var arrivals: [Duration] = []
        arrivals.reserveCapacity(recipients)
        crowd.listener = { client, push in
            if case .room = push, client.number < recipients { arrivals.append(crowd.now - before.at) }
        }
        let chair = crowd.clients[0]
        let answer = await crowd.ask(chair, order.call(in: room, key: chair.session.makeKey()))
        if case .failure(let error) = answer { throw LoadFailure("\(order.rawValue) was not carried out: \(error)") }
        series.receipts.append(crowd.now - before.at)
        let isThere = await crowd.wait(atMost: Self.patience) { arrivals.count >= recipients }
        crowd.listener = nil
        guard isThere else { throw LoadFailure("\(order.rawValue) reached \(arrivals.count) of \(recipients)") }
        let after = Readings(of: crowd, server: self.server)
        series.arrivals += arrivals
        series.lasts.append(arrivals.last ?? .zero)
        series.deliveries += arrivals.count
        series.serverSeconds += (after.serverSeconds(since: before) ?? 0) - idle * (after.at - before.at).seconds
    }

    private func summary(_ order: Order, _ series: Series) -> ControlReport.OrderSummary {
        ControlReport.OrderSummary(
            order: order.rawValue,
            rounds: series.lasts.count,
            receipt: Times(series.receipts),
            arrival: Times(series.arrivals),
            last: Times(series.lasts),
            serverMicrosecondsPerFrame: series.serverSeconds * 1e6 / Double(max(1, series.deliveries))
        )
    }
}
