// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How orders have reached a room.
struct ControlReport: Report {
    struct OrderSummary: Encodable {
        let order: String
        let rounds: Int
        /// From sending to the chair's receipt.
        let receipt: Times
        /// From sending to each client.
        let arrival: Times
        /// From sending to the last client, one for each round.
        let last: Times
        /// Without what heartbeats cost meanwhile.
        let serverMicrosecondsPerFrame: Double
    }

    let clients: Int
    let stalled: Int
    /// Connections that were lost, or closed for slowness.
    let disconnections: Int
    /// Of one processor, for heartbeats alone.
    let idleServerCores: Double
    let orders: [OrderSummary]
    /// The same while some do not read.
    let whileStalled: [OrderSummary]?

    var isWhole: Bool { true }

    var rows: [(name: String, value: String)] {
        var rows = [
            (name: "clients", value: "\(self.clients)"),
            ("idle", "\(text(self.idleServerCores * 100)) % of a processor"),
        ]
        rows.append(("disconnections", "\(self.disconnections)"))
        rows += Self.rows(self.orders, "")
        if let whileStalled = self.whileStalled { rows += Self.rows(whileStalled, ", \(self.stalled) stalled") }
        return rows
    }

    private static func rows(_ orders: [OrderSummary], _ suffix: String) -> [(name: String, value: String)] {
        orders.flatMap { order in
            [
                ("\(order.order)\(suffix)", "\(order.rounds) rounds; p50, p99, max in ms:"),
                ("  receipt", order.receipt.text),
                ("  to each client", order.arrival.text),
                ("  to the last client", order.last.text),
                ("  server CPU a frame", "\(text(order.serverMicrosecondsPerFrame)) us"),
            ]
        }
    }
}
