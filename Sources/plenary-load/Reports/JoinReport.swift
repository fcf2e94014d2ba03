// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// What a storm of joins has shown.
struct JoinReport: Report {
    /// What happened while everybody stayed.
    struct Stay: Encodable {
        let seconds: Double
        let leaves: Int
        let receivedBytesPerClientPerSecond: Double
        let serverCPUSeconds: Double?
        let serverGrowthKB: Double?
        /// Clients whose connection was lost meanwhile, and those that found their stream `room` set anew.
        private(set) var lost = 0
        private(set) var roomResets = 0
        /// The least and the most that anybody was told of how many are in the room; nil when nobody was told.
        private(set) var toldLeast: UInt32?
        private(set) var toldMost: UInt32?
        /// Texts that were written here, the least that any client heard, and those that somebody missed or got twice.
        private(set) var textsWritten = 0
        private(set) var textsHeardLeast = 0
        private(set) var textFaults = 0

        init(
            seconds: Double,
            leaves: Int,
            receivedBytesPerClientPerSecond: Double,
            serverCPUSeconds: Double?,
            serverGrowthKB: Double?
        ) {
            self.seconds = seconds
            self.leaves = leaves
            self.receivedBytesPerClientPerSecond = receivedBytesPerClientPerSecond
            self.serverCPUSeconds = serverCPUSeconds
            self.serverGrowthKB = serverGrowthKB
        }

        /// Takes in what the clients have seen since it began.
        mutating func note(_ crowd: isolated Crowd, _ texts: TextTally) {
            self.lost = crowd.clients.count { $0.lostAt != nil }
            self.roomResets = crowd.clients.count { $0.resets[.room] != nil }
            self.toldLeast = crowd.clients.compactMap(\.toldRange?.lowerBound).min()
            self.toldMost = crowd.clients.compactMap(\.toldRange?.upperBound).max()
            self.textsWritten = texts.written
            self.textsHeardLeast = texts.heardLeast(of: crowd.clients.count)
            self.textFaults = texts.faults
        }
    }

    let clients: Int
    let joined: Int
    /// By error code, or by sentence where there is none.
    let failures: [String: Int]
    /// Clients whose last number of participants was not the number of who joined.
    private(set) var toldWrong: [Int] = []
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
    private(set) var disconnections = 0
    private(set) var resumptions = 0
    var stay: Stay?
    /// Joins of presenters, from the start of their connections.
    var priority: Times?

    init(_ crowd: isolated Crowd, _ round: JoinRound, from before: Readings, to after: Readings) {
        let times = Times(crowd.clients.compactMap(\.joinTime))
        let count = Double(max(1, times.count))
        self.clients = crowd.size
        self.joined = times.count
        self.failures = round.failures
        self.seconds = round.time.seconds
        self.joinP50Ms = times.p50Ms
        self.joinP99Ms = times.p99Ms
        self.joinMaxMs = times.maxMs
        self.receivedBytesPerClient = Double(after.bytesReceived - before.bytesReceived) / count
        self.sentBytesPerClient = Double(after.bytesSent - before.bytesSent) / count
        self.serverCPUPerJoinMs = after.serverSeconds(since: before).map { $0 * 1_000 / count }
        self.serverKBPerSeat = after.serverGrowthKB(since: before).map { $0 / count }
        self.loadCPUPerJoinMs = after.ownSeconds(since: before).map { $0 * 1_000 / count }
    }

    /// Takes in how the clients ended.
    mutating func note(_ crowd: isolated Crowd, isCounted: Bool) {
        self.toldWrong = isCounted ? crowd.toldWrong : []
        self.disconnections = crowd.clients.reduce(0) { $0 + $1.disconnections }
        self.resumptions = crowd.clients.reduce(0) { $0 + $1.resumptions }
    }

    /// Whether everybody is in and was told the truth.
    var isWhole: Bool { self.joined == self.clients && self.toldWrong.isEmpty }

    var rows: [(name: String, value: String)] {
        let times = [self.joinP50Ms, self.joinP99Ms, self.joinMaxMs].map { text($0) }
        var rows = [
            (name: "clients", value: "\(self.clients)"),
            ("joined", "\(self.joined) in \(text(self.seconds)) s"),
            ("join p50, p99, max", "\(times.joined(separator: ", ")) ms"),
            ("bytes to a client", "\(Int(self.receivedBytesPerClient))"),
            ("bytes from a client", "\(Int(self.sentBytesPerClient))"),
        ]
        let measured: [(String, Double?, String)] = [
            ("server CPU a join", self.serverCPUPerJoinMs, "ms"), ("server memory a seat", self.serverKBPerSeat, "KB"),
            ("own CPU a join", self.loadCPUPerJoinMs, "ms"),
        ]
        rows += measured.compactMap { name, value, unit in value.map { (name, "\(text($0)) \(unit)") } }
        if let priority = self.priority { rows.append(("presenters p50, p99, max", "\(priority.text) ms")) }
        if let stay = self.stay {
            rows.append(("stayed", "\(text(stay.seconds)) s, \(stay.leaves) left and joined again"))
            rows.append(("bytes to a client a second", text(stay.receivedBytesPerClientPerSecond)))
            if let seconds = stay.serverCPUSeconds { rows.append(("server CPU meanwhile", "\(text(seconds)) s")) }
            if let growth = stay.serverGrowthKB { rows.append(("server growth meanwhile", "\(text(growth)) KB")) }
            rows.append(("lost, room set anew", "\(stay.lost), \(stay.roomResets) clients"))
            if stay.textsHeardLeast > 0 {
                rows.append(("texts heard, faults", "\(stay.textsHeardLeast) at least, \(stay.textFaults)"))
            }
        }
        rows.append(("disconnections, resumed", "\(self.disconnections), \(self.resumptions)"))
        rows += self.failures.sorted { $0.key < $1.key }.map { ("failed", "\($0.value): \($0.key)") }
        if !self.toldWrong.isEmpty {
            let some = self.toldWrong.prefix(10).map { "\($0)" }.joined(separator: ", ")
            rows.append(("told wrong", "\(self.toldWrong.count) clients: \(some)"))
        }
        return rows
    }
}
