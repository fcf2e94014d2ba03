// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore

/// The organisation of large worlds: a ministry, 31 provinces, and 340 cities spread evenly over them.
enum LargeDirectory {
    static let provinceCount = 31
    static let cityCount = 340
    /// One of so many is an operator.
    private static let operatorEvery = 200

    private static let root = RosterUnit(id: UnitID(1), parent: nil, name: "Ministry", order: 0)

    /// What somebody is granted: neighbours by number sit in different provinces.
    static func grant(of number: Int, expiresAt: Timestamp) -> Grant {
        let isOperator = number % self.operatorEvery == self.operatorEvery - 1
        let path = self.path(to: number % self.cityCount)
        return SimulatedDirectory.grant(of: number, path: path, isOperator: isOperator, expiresAt: expiresAt)
    }

    private static func path(to city: Int) -> [RosterUnit] {
        let province = UnitID(UInt32(11 + city % self.provinceCount))
        let order = Int32(city / self.provinceCount + 1)
        let unit = UnitID(province.rawValue * 100 + UInt32(order))
        return [
            self.root,
            RosterUnit(id: province, parent: self.root.id, name: "Province \(province.rawValue)", order: 0),
            RosterUnit(id: unit, parent: province, name: "City \(unit.rawValue)", order: order),
        ]
    }
}
