// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient
import Wire

/// Pairs of clients of one room send each other signals at a steady rate.
struct RelayScenario {
    let inProgress: Int
    let perSecond: Int
    let time: Duration
    let server: Int32

    /// How often some are sent.
    private static let tick: Duration = .milliseconds(5)
    /// Time for the last ones to arrive.
    private static let patience: Duration = .seconds(10)

    /// - Throws: ``LoadFailure`` when the room cannot be filled.
    func run(in crowd: isolated Crowd) async throws -> RelayReport {
        try ProcessUsage.require(self.server)
        let room = try await crowd.fillRoom(inProgress: self.inProgress)
        let idle = await Readings.idleCost(of: crowd, server: self.server, over: .seconds(3))
        let stream = SignalStream(crowd.clients, in: room)
        crowd.listener = { client, push in stream.heard(push, at: crowd.now) }
        let before = Readings(of: crowd, server: self.server)
        while crowd.now < before.at + self.time {
            let due = Int((crowd.now - before.at).seconds * Double(self.perSecond))
            while stream.sent < due { stream.sendNext(at: crowd.now) }
            await crowd.pause(Self.tick)
        }
        let sending = crowd.now - before.at
        let areThere = await crowd.wait(atMost: Self.patience) { stream.delays.count >= stream.sent - stream.refused }
        let after = Readings(of: crowd, server: self.server)
        crowd.listener = nil
        await crowd.endRoom(room, by: crowd.clients[0])
        crowd.stop()
        let used = (after.serverSeconds(since: before) ?? 0) - idle * (after.at - before.at).seconds
        return RelayReport(
            clients: crowd.size,
            sent: stream.sent,
            arrived: stream.delays.count,
            refused: stream.refused,
            perSecond: Double(stream.sent) / sending.seconds,
            delay: Times(stream.delays),
            serverMicrosecondsPerSignal: used * 1e6 / Double(max(1, stream.sent)),
            ownCPUSeconds: after.ownSeconds(since: before) ?? 0,
            isWhole: areThere
        )
    }
}

/// Signals between neighbours, each carrying the moment of its sending.
private final class SignalStream {
    /// About what an ICE candidate takes.
    private static let padding = String(repeating: "c", count: 200)

    private let clients: [LoadClient]
    private let room: WireRoom
    private(set) var sent = 0
    private(set) var refused = 0
    private(set) var delays: [Duration] = []
    private var sentAt: [Duration] = []

    init(_ clients: [LoadClient], in room: WireRoom) {
        self.clients = clients
        self.room = room
    }

    func sendNext(at now: Duration) {
        let from = self.sent % self.clients.count
        let pair = from ^ 1
        let number = self.sent
        self.sent += 1
        self.sentAt.append(now)
        guard pair < self.clients.count, let to = self.clients[pair].seat?.session,
            let payload = try? OpaqueJSON(Array(#"{"n":\#(number),"candidate":"\#(Self.padding)"}"#.utf8))
        else {
            self.refused += 1
            return
        }
        self.clients[from].session.request(.signalSend(.init(room: self.room, to: to, payload: payload))) { result in
            if case .failure = result { self.refused += 1 }
        }
    }

    func heard(_ push: ServerPush, at now: Duration) {
        guard case .signalReceived(_, let signal) = push else { return }
        // The number stands in front: {"n":123,…
        let digits = signal.payload.bytes.dropFirst(5).prefix { (48...57).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), number < self.sentAt.count else { return }
        self.delays.append(now - self.sentAt[number])
    }
}
