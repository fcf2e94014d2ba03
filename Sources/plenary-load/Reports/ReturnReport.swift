// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Wire

/// How a room came back.
struct ReturnReport: Report {
    let clients: Int
    /// Back in the seats they had.
    let resumed: Int
    /// Seated anew: the seat was gone.
    let rejoined: Int
    /// From the kill to the last client's return.
    let secondsUntilAllBack: Double
    /// From the kill to each client's return.
    let back: Times
    /// Clients whose stream `room` was set anew instead of going on without a gap.
    let roomResets: Int
    /// The least and the most that anybody was told of how many are in the room.
    let toldLeast: UInt32
    let toldMost: UInt32
    let ownCPUSeconds: Double
    let isWhole: Bool

    init(_ crowd: isolated Crowd, killedAt: Duration, areBack: Bool, own: Double?) {
        let times = crowd.clients.compactMap(\.backAt).map { $0 - killedAt }
        self.clients = crowd.clients.count
        self.resumed = times.count
        self.rejoined = crowd.clients.reduce(0) { $0 + $1.rejoins }
        self.back = Times(times)
        self.secondsUntilAllBack = (times.max() ?? .zero).seconds
        self.roomResets = crowd.clients.count { $0.resets[.room] != nil }
        self.toldLeast = crowd.clients.compactMap(\.toldRange?.lowerBound).min() ?? 0
        self.toldMost = crowd.clients.compactMap(\.toldRange?.upperBound).max() ?? 0
        self.ownCPUSeconds = own ?? 0
        self.isWhole =
            areBack && times.count == self.clients && self.rejoined == 0 && self.roomResets == 0
            && self.toldLeast == UInt32(self.clients) && self.toldMost == UInt32(self.clients)
    }

    var rows: [(name: String, value: String)] {
        [
            ("clients", "\(self.clients)"),
            ("back in their seats", "\(self.resumed) within \(text(self.secondsUntilAllBack)) s of the kill"),
            ("back p50, p99, max", "\(self.back.text) ms"),
            ("joined anew", "\(self.rejoined)"),
            ("room set anew for", "\(self.roomResets)"),
            ("told of participants", "\(self.toldLeast) to \(self.toldMost)"),
            ("own CPU", "\(text(self.ownCPUSeconds)) s"),
        ]
    }
}
