// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryClient

/// What both processes have used, and what went over the connections, at one moment.
struct Readings {
    let at: Duration
    let server: ProcessUsage?
    let own: ProcessUsage?
    let bytesReceived: Int
    let bytesSent: Int

    init(of crowd: isolated Crowd, server: Int32?) {
        self.at = crowd.now
        self.server = server.flatMap { ProcessUsage(of: $0) }
        self.own = ProcessUsage.own
        self.bytesReceived = crowd.context.bytesReceived
        self.bytesSent = crowd.context.bytesSent
    }

    /// Seconds of the server's processor time that a second costs while nobody asks for anything: heartbeats alone.
    static func idleCost(of crowd: isolated Crowd, server: Int32, over time: Duration) async -> Double {
        let before = Readings(of: crowd, server: server)
        await crowd.pause(time)
        let after = Readings(of: crowd, server: server)
        return (after.serverSeconds(since: before) ?? 0) / (after.at - before.at).seconds
    }

    /// Seconds of the server's processor time since an earlier moment; nil when its process is not known.
    func serverSeconds(since earlier: Readings) -> Double? {
        earlier.server.flatMap { before in self.server.map { $0.cpuSeconds - before.cpuSeconds } }
    }

    func ownSeconds(since earlier: Readings) -> Double? {
        earlier.own.flatMap { before in self.own.map { $0.cpuSeconds - before.cpuSeconds } }
    }

    func serverGrowthKB(since earlier: Readings) -> Double? {
        earlier.server.flatMap { before in self.server.map { $0.residentKB - before.residentKB } }
    }
}
