// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// What a scenario has measured, for people and for programs.
protocol Report: Encodable {
    /// A line of the table each.
    var rows: [(name: String, value: String)] { get }
    /// Whether everything happened as it should have.
    var isWhole: Bool { get }
}

extension Report {
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    var table: String {
        self.rows.map { $0.name.padding(toLength: 28, withPad: " ", startingAt: 0) + $0.value }
            .joined(separator: "\n")
    }
}

/// A number with two decimals.
func text(_ number: Double) -> String { String(format: "%.2f", number) }

extension Duration {
    var seconds: Double { Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18 }
    var milliseconds: Double { self.seconds * 1_000 }
}

/// Times of many, in milliseconds.
struct Times: Encodable {
    let count: Int
    let p50Ms: Double
    let p99Ms: Double
    let maxMs: Double

    init(_ times: [Duration]) {
        let sorted = times.map(\.milliseconds).sorted()
        self.count = sorted.count
        self.p50Ms = Self.percentile(50, of: sorted)
        self.p99Ms = Self.percentile(99, of: sorted)
        self.maxMs = sorted.last ?? 0
    }

    /// The nearest rank.
    private static func percentile(_ percent: Int, of sorted: [Double]) -> Double {
        sorted.isEmpty ? 0 : sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }

    var text: String { [self.p50Ms, self.p99Ms, self.maxMs].map { plenary_load.text($0) }.joined(separator: ", ") }
}
