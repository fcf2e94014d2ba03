// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import SimulationKit
import Testing

@Suite("Determinism")
struct DeterminismTests {
    /// Seeds of runs of several sizes.
    static let seeds: [UInt64] = [3, 11, 29]

    @Test("one seed is one history", arguments: Self.seeds)
    func sameProcess(seed: UInt64) {
        let first = Scenario.run(seed: seed, keepsLines: true)
        let second = Scenario.run(seed: seed, keepsLines: true)
        let difference = zip(first.lines, second.lines).first { $0 != $1 }
        #expect(difference == nil)
        #expect(first == second)
    }

    @Test("keeping the lines of a trace changes nothing else")
    func linesAreFree() {
        #expect(Scenario.run(seed: 3, keepsLines: true).hash == Scenario.run(seed: 3).hash)
    }

    @Test("different seeds are different histories")
    func differentSeeds() {
        #expect(Set((UInt64(100)..<105).map { Scenario.run(seed: $0).hash }).count == 5)
    }

    @Test("one seed is one history in two processes, whose sets are in different orders")
    func twoProcesses() async throws {
        let first = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                DeterminismTests.printHistory()
            }
        )
        let second = try #require(
            await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                DeterminismTests.printHistory()
            }
        )
        let histories = [first, second].map { result in
            String(decoding: result.standardOutputContent, as: UTF8.self)
                .split(separator: "\n")
                .filter { $0.hasPrefix("history") }
        }
        let orders = [first, second].map { result in
            String(decoding: result.standardOutputContent, as: UTF8.self)
                .split(separator: "\n")
                .filter { $0.hasPrefix("order") }
        }
        #expect(histories[0].count == Self.seeds.count)
        #expect(histories[0] == histories[1])
        #expect(orders[0] != orders[1], "SWIFT_DETERMINISTIC_HASHING hides what this test looks for")
    }

    private static func printHistory() {
        print("order \(Array(Set(0..<100)))")
        for seed in self.seeds {
            let report = Scenario.run(seed: seed)
            print("history \(seed) \(report.hash) \(report.events)")
        }
    }
}
