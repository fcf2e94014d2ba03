// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation
import SimulationKit
import Testing

// `PLENARY_SCALE=7000` runs with that many clients instead of a thousand; `tools/test --full` does.

@Suite("Scale")
struct ScaleTests {
    static let clients: Int = {
        guard let word = ProcessInfo.processInfo.environment["PLENARY_SCALE"] else { return 1_000 }
        guard let clients = Int(word), clients >= 100 else {
            preconditionFailure("PLENARY_SCALE is a number of clients, 100 or more")
        }
        return clients
    }()

    private static let stormBytesMax = 100_000
    /// Of a storm over five minutes.
    private static let slowStormBytesMax = 200_000
    private static let churnBytesPerSecondMax = 1_000

    @Test("in a large room nobody is announced, counted or told anew who should not be, through storm, cut and crash")
    func wholeLife() {
        let plan = ScalePlan(seed: 1, clients: Self.clients, loops: 2, arrival: .spread(over: .seconds(60)))
        let report = ScaleScenario.run(plan)
        print("scale: \(plan.clients) clients: \(report.summary)")
        #expect(report.violations == [])
        #expect(report.stormBytesMax <= Self.stormBytesMax)
        #expect(report.churnBytesPerSecondMax <= Self.churnBytesPerSecondMax)
        #expect(report.versionsCompared > 10 * report.versionsMissed)
    }

    @Test("when everybody comes at once, the join queue seats each of them once and no count falls")
    func joinQueue() {
        let arrival = ScalePlan.Arrival.atOnce(joinsPerSecond: Self.clients / 20)
        let plan = ScalePlan(seed: 2, clients: Self.clients, loops: 2, arrival: arrival, isWhole: false)
        let report = ScaleScenario.run(plan)
        print("queue: \(plan.clients) clients: \(report.summary)")
        #expect(report.violations == [])
        #expect(report.joinsQueued > plan.clients / 2)
    }

    @Test("who comes while everybody comes within five minutes is told little of it")
    func slowStorm() {
        let arrival = ScalePlan.Arrival.spread(over: .seconds(300))
        let plan = ScalePlan(seed: 4, clients: Self.clients, loops: 2, arrival: arrival, isWhole: false)
        let report = ScaleScenario.run(plan)
        print("slow storm: \(plan.clients) clients: \(report.summary)")
        #expect(report.violations == [])
        #expect(report.stormBytesMax <= Self.slowStormBytesMax)
    }

    @Test("with one, two and four loops the room tells the same in the same order, and each client ends with one view")
    func loops() {
        let reports = [1, 2, 4].map { loops in
            ScaleScenario.run(ScalePlan(seed: 3, clients: 120, loops: loops, arrival: .spread(over: .seconds(60))))
        }
        for report in reports {
            #expect(report.violations == [])
            #expect(report.roomEvents == reports[0].roomEvents)
            let difference = zip(report.views, reports[0].views).first { $0 != $1 }
            #expect(difference == nil)
        }
        #expect(reports[0].roomEvents.count > 20)
    }
}
