// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Writes metrics in the text format that Prometheus reads (exposition format 0.0.4).
struct MetricsText {
    private(set) var rendered = ""

    mutating func gauge(_ name: String, _ help: String, _ value: Int) {
        self.head(name, help, "gauge")
        self.rendered += "\(name) \(value)\n"
    }

    mutating func counter(_ name: String, _ help: String, _ value: UInt64) {
        self.head(name, help, "counter")
        self.rendered += "\(name) \(value)\n"
    }

    /// A counter by the value of one label, sorted; labels are codes, so there are few.
    mutating func counters(_ name: String, _ help: String, _ label: String, _ values: [(String, UInt64)]) {
        self.head(name, help, "counter")
        for (value, count) in values.sorted(by: { $0.0 < $1.0 }) {
            self.rendered += "\(name){\(label)=\"\(value)\"} \(count)\n"
        }
    }

    private mutating func head(_ name: String, _ help: String, _ type: String) {
        self.rendered += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
}
