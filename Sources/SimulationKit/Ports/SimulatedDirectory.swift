// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
public import ConferenceCore

/// The organisation of small worlds: one ministry, its provinces with their cities, and people in the cities.
public enum SimulatedDirectory {
    /// Units that have members.
    public static let cities: [UnitID] = Self.provinces.flatMap { province in
        (1...2).map { UnitID(province.rawValue * 100 + $0) }
    }

    /// Where people belong, by the remainder of their number: some cities are large enough for several pages.
    static let homes: [UnitID] = [0, 1, 2, 0, 1, 0, 3, 0, 4, 1, 5, 0].map { Self.cities[$0] }

    /// Children of the root.
    public static let provinces: [UnitID] = (11...13).map { UnitID($0) }

    private static let root = RosterUnit(id: UnitID(1), parent: nil, name: "Ministry", order: 0)

    /// Who signs in as `number`; every seventh is a terminal.
    public static func principal(_ number: Int) -> Principal {
        Principal(number % 7 == 6 ? .terminal : .account, UInt64(number))
    }

    /// What somebody is granted; every fifth is an operator.
    static func grant(of number: Int, expiresAt: Timestamp) -> Grant {
        let path = self.path(to: self.homes[number % self.homes.count])
        return self.grant(of: number, path: path, isOperator: number % 5 == 4, expiresAt: expiresAt)
    }

    /// What somebody of the unit at the end of `path` is granted.
    static func grant(of number: Int, path: [RosterUnit], isOperator: Bool, expiresAt: Timestamp) -> Grant {
        let name = "Participant \(number)"
        let profile = Profile(
            principal: self.principal(number),
            name: name,
            title: number % 3 == 0 ? "Director" : "",
            rank: Int32(number % 3),
            nameKey: Array(name.utf8),
            searchKeys: SearchKeys(pinyin: "participant\(number)", initials: "p\(number)")
        )
        return Grant(
            profile: profile,
            unitPath: path,
            mayCreateRooms: true,
            authority: isOperator ? .operator : .none,
            expiresAt: expiresAt
        )
    }

    private static func path(to city: UnitID) -> [RosterUnit] {
        let province = UnitID(city.rawValue / 100)
        return [
            self.root,
            RosterUnit(id: province, parent: self.root.id, name: "Province \(province.rawValue)", order: 0),
            RosterUnit(id: city, parent: province, name: "City \(city.rawValue)", order: Int32(city.rawValue % 100)),
        ]
    }
}
