// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// What a storm has shown.
struct StormReport: Encodable {
    let clients: Int
    let joined: Int
    /// By error code, or by sentence where there is none.
    let failures: [String: Int]
    /// Clients whose last number of participants was not the number of who joined.
    let toldWrong: [Int]
    /// From the first start to the last join.
    let seconds: Double
    let joinP50Ms: Double
    let joinP99Ms: Double
    let joinMaxMs: Double
    /// Of messages alone: without WebSocket, TLS and TCP around them.
    let receivedBytesPerClient: Double
    let sentBytesPerClient: Double
    /// From before the first join until all were told the number of participants.
    let serverCPUPerJoinMs: Double?
    let serverKBPerSeat: Double?
    let loadCPUPerJoinMs: Double?
    let disconnections: Int
    let resumptions: Int

    /// - Parameter joinTimes: Milliseconds, ascending.
    init(
        clients: Int,
        joined: Int,
        failures: [String: Int],
        toldWrong: [Int],
        seconds: Double,
        joinTimes: [Double],
        receivedPerClient: Double,
        sentPerClient: Double,
        serverCPUPerJoinMs: Double?,
        serverKBPerSeat: Double?,
        ownCPUPerJoinMs: Double?,
        disconnections: Int,
        resumptions: Int
    ) {
        self.clients = clients
        self.joined = joined
        self.failures = failures
        self.toldWrong = toldWrong
        self.seconds = seconds
        self.joinP50Ms = Self.percentile(50, of: joinTimes)
        self.joinP99Ms = Self.percentile(99, of: joinTimes)
        self.joinMaxMs = joinTimes.last ?? 0
        self.receivedBytesPerClient = receivedPerClient
        self.sentBytesPerClient = sentPerClient
        self.serverCPUPerJoinMs = serverCPUPerJoinMs
        self.serverKBPerSeat = serverKBPerSeat
        self.loadCPUPerJoinMs = ownCPUPerJoinMs
        self.disconnections = disconnections
        self.resumptions = resumptions
    }

    /// Whether everybody is in and was told the truth.
    var isWhole: Bool { self.joined == self.clients && self.toldWrong.isEmpty }

    /// The nearest rank.
    private static func percentile(_ percent: Int, of sorted: [Double]) -> Double {
        sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var table: String {
        let times = [self.joinP50Ms, self.joinP99Ms, self.joinMaxMs].map { Self.text($0) }
        var rows: [(name: String, value: String)] = [
            ("clients", "\(self.clients)"),
            ("joined", "\(self.joined) in \(Self.text(self.seconds)) s"),
            ("join p50, p99, max", "\(times.joined(separator: ", ")) ms"),
            ("bytes to a client", "\(Int(self.receivedBytesPerClient))"),
            ("bytes from a client", "\(Int(self.sentBytesPerClient))"),
        ]
        let measured: [(String, Double?, String)] = [
            ("server CPU a join", self.serverCPUPerJoinMs, "ms"), ("server memory a seat", self.serverKBPerSeat, "KB"),
            ("own CPU a join", self.loadCPUPerJoinMs, "ms"),
        ]
        rows += measured.compactMap { name, value, unit in value.map { (name, "\(Self.text($0)) \(unit)") } }
        rows.append(("disconnections, resumed", "\(self.disconnections), \(self.resumptions)"))
        rows += self.failures.sorted { $0.key < $1.key }.map { ("failed", "\($0.value): \($0.key)") }
        if !self.toldWrong.isEmpty {
            let some = self.toldWrong.prefix(10).map { "\($0)" }.joined(separator: ", ")
            rows.append(("told wrong", "\(self.toldWrong.count) clients: \(some)"))
        }
        return rows.map { $0.name.padding(toLength: 26, withPad: " ", startingAt: 0) + $0.value }
            .joined(separator: "\n")
    }

    private static func text(_ number: Double) -> String { String(format: "%.2f", number) }
}
