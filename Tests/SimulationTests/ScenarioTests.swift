// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import SimulationKit
import Testing

// `PLENARY_SEEDS=1000` runs that many seeds, `PLENARY_SEEDS=5000-5999` those; a seed that fails belongs, with a name,
// into `tools/seeds/scenarios`, where it is replayed for ever. `PLENARY_TRACE=77` prints what happens under one seed.

/// What many runs have seen together.
private struct Totals: Sendable {
    var runs = 0
    var events = 0
    var virtualSeconds = 0
    var faults = FaultLedger()
    var checks = CheckLedger()
    var failures: [(seed: UInt64, violations: [String])] = []

    mutating func add(_ report: ScenarioReport) {
        self.runs += 1
        self.events += report.events
        self.virtualSeconds += report.virtualSeconds
        self.faults.merge(report.faults)
        self.checks.merge(report.checks)
        if !report.violations.isEmpty { self.failures.append((report.seed, report.violations)) }
    }

    mutating func merge(_ other: Totals) {
        self.runs += other.runs
        self.events += other.events
        self.virtualSeconds += other.virtualSeconds
        self.faults.merge(other.faults)
        self.checks.merge(other.checks)
        self.failures += other.failures
    }

    var summary: String {
        let faults = FaultKind.allCases.map { "\($0) \(self.faults[$0])" }.joined(separator: ", ")
        let checks = CheckKind.allCases.map { "\($0) \(self.checks[$0])" }.joined(separator: ", ")
        return """
            simulation: \(self.runs) seeds, \(self.events) events, \(self.virtualSeconds) virtual seconds
            faults: \(faults)
            checks: \(checks)
            """
    }
}

@Suite("Scenarios")
struct ScenarioTests {
    /// Each kind of fault happens at least this often for every hundred seeds: a hundred times in a plain run.
    private static let faultsPerHundredSeedsMin = 50

    private static let seeds: ClosedRange<UInt64> = {
        let words = (ProcessInfo.processInfo.environment["PLENARY_SEEDS"] ?? "200").split(separator: "-")
        let numbers = words.compactMap { UInt64($0) }
        switch numbers.count {
        case 1: return 1...max(1, numbers[0])
        case 2: return numbers[0]...max(numbers[0], numbers[1])
        default: preconditionFailure("PLENARY_SEEDS is a number or a range like 5000-5999")
        }
    }()

    @Test("whatever happens to a node, what clients were told stays true, and in the end nothing is left behind")
    func manySeeds() async {
        let chunks = stride(from: Self.seeds.lowerBound, through: Self.seeds.upperBound, by: 5).map {
            $0...min($0 + 4, Self.seeds.upperBound)
        }
        let totals = await withTaskGroup(of: Totals.self) { group in
            for chunk in chunks { group.addTask { Self.run(chunk) } }
            return await group.reduce(into: Totals()) { $0.merge($1) }
        }
        print(totals.summary)
        for failure in totals.failures.sorted(by: { $0.seed < $1.seed }).prefix(10) {
            Issue.record("seed \(failure.seed): \(failure.violations.prefix(3).joined(separator: "\n"))")
        }
        Self.expectCoverage(totals)
    }

    private static func run(_ seeds: ClosedRange<UInt64>) -> Totals {
        var totals = Totals()
        for seed in seeds { totals.add(Scenario.run(seed: seed)) }
        return totals
    }

    /// A fault that never happens, or a check that is never made, proves nothing.
    private static func expectCoverage(_ totals: Totals) {
        guard totals.runs >= 100 else { return }
        let least = self.faultsPerHundredSeedsMin * totals.runs / 100
        for kind in FaultKind.allCases {
            #expect(totals.faults[kind] >= least, "\(kind) happened \(totals.faults[kind]) times only")
        }
        for kind in CheckKind.allCases {
            #expect(totals.checks[kind] >= totals.runs, "\(kind) was checked \(totals.checks[kind]) times only")
        }
    }

    @Test("where one newcomer a second is let in, everybody copes with the queue", arguments: UInt64(1)...20)
    func joinQueue(seed: UInt64) {
        let report = Scenario.run(seed: seed, joinsPerSecond: 1)
        #expect(report.violations == [], "seed \(seed)")
        #expect(report.joinsQueued > 0, "seed \(seed) has no storm")
    }

    @Test("a seed that once found a bug finds none", arguments: KeptSeed.all)
    private func keptSeeds(kept: KeptSeed) {
        let report = Scenario.run(seed: kept.seed)
        #expect(report.violations == [], "\(kept.name)")
    }

    #if PLENARY_PLANTED_BUGS
    /// Run by `tools/planted-bugs`, once for each bug.
    @Test(
        "the planted bug is found within two hundred seeds",
        .enabled(if: ProcessInfo.processInfo.environment["PLENARY_PLANTED_BUG"] != nil)
    )
    func plantedBug() throws {
        let reports = (UInt64(1)...200).lazy.map { Scenario.run(seed: $0) }
        let found = try #require(reports.first { !$0.violations.isEmpty }, "The bug was not found")
        print("found by seed \(found.seed): \(found.violations[0].prefix(300))")
    }
    #endif

    /// `PLENARY_TRACE=SEED` prints what happens under a seed.
    @Test("one seed is told in lines")
    func trace() throws {
        let word = ProcessInfo.processInfo.environment["PLENARY_TRACE"]
        let seed = try #require(UInt64(word ?? "1"))
        let report = Scenario.run(seed: seed, keepsLines: true)
        #expect(!report.lines.isEmpty)
        guard word != nil else { return }
        print("seed \(seed): \(Scenario.Size(seed: seed))")
        for line in report.lines { print(line) }
        for violation in report.violations { print("VIOLATION \(violation)") }
    }
}

/// A line of `tools/seeds/scenarios`: a seed, then what it once found.
private struct KeptSeed: CustomTestStringConvertible, Sendable {
    let seed: UInt64
    let name: String

    var testDescription: String { "\(self.seed), \(self.name)" }

    static let all: [KeptSeed] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../tools/seeds/scenarios")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            preconditionFailure("There is no \(file.path())")
        }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let seed = UInt64(words[0]) else {
                preconditionFailure("Not a seed and a name: \(line)")
            }
            return KeptSeed(seed: seed, name: String(words[1]))
        }
    }()
}
