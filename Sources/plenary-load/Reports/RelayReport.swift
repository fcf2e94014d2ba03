// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How signals have gone from client to client.
struct RelayReport: Report {
    let clients: Int
    let sent: Int
    let arrived: Int
    let refused: Int
    let perSecond: Double
    /// From sending to arrival.
    let delay: Times
    /// Without what heartbeats cost meanwhile.
    let serverMicrosecondsPerSignal: Double
    let ownCPUSeconds: Double
    let isWhole: Bool

    var rows: [(name: String, value: String)] {
        [
            ("clients", "\(self.clients)"),
            ("signals", "\(self.sent) sent at \(Int(self.perSecond)) a second, \(self.arrived) arrived"),
            ("delay p50, p99, max", "\(self.delay.text) ms"),
            ("server CPU a signal", "\(text(self.serverMicrosecondsPerSignal)) us"),
            ("own CPU", "\(text(self.ownCPUSeconds)) s"),
            ("refused", "\(self.refused)"),
        ]
    }
}
