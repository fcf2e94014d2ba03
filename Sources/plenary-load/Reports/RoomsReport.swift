// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a storm in one room did to the others.
struct RoomsReport: Report {
    let rooms: Int
    let seats: Int
    let storm: Int
    let stormSeconds: Double
    let serverCPUPerJoinMs: Double
    /// From the writing of a text to each of its room, without and with the storm.
    let calm: Times
    let stormy: Times
    let isWhole: Bool

    var rows: [(name: String, value: String)] {
        [
            ("rooms", "\(self.rooms) of \(self.seats)"),
            ("storm", "\(self.storm) in \(text(self.stormSeconds)) s"),
            ("server CPU a join", "\(text(self.serverCPUPerJoinMs)) ms"),
            ("texts p50, p99, max, calm", "\(self.calm.text) ms"),
            ("texts p50, p99, max, storm", "\(self.stormy.text) ms"),
            ("p99 by the storm", "times \(text(self.stormy.p99Ms / max(self.calm.p99Ms, 0.001)))"),
        ]
    }
}
