// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import SQLiteStore

/// A ministry with provinces, cities and their people, the same for the same numbers.
struct DemoOrganisation {
    /// Cities that one province has at most, so that their codes keep four digits.
    static let citiesPerProvinceMax = 99
    static let unitsMax = 1 + DemoNames.provinces.count * (1 + citiesPerProvinceMax)
    static let accountsMax = 100_000

    /// Each after the one above it.
    let units: [NewUnit]
    private let paths: [UnitPath]
    private let accountCount: Int
    private let seed: UInt64

    /// - Parameters:
    ///   - unitCount: The ministry, then up to 31 provinces, then cities in turn; from 1 to ``unitsMax``.
    ///   - accountCount: Spread evenly over the units, the ministry first.
    init(unitCount: Int, accountCount: Int, seed: UInt64) {
        precondition((1...Self.unitsMax).contains(unitCount) && (0...Self.accountsMax).contains(accountCount))
        var names = DemoNames(seed: seed)
        var units: [NewUnit] = []
        var paths: [UnitPath] = []
        func add(_ codes: [String], _ name: String, tier: UInt8, kind: UnitKind, order: Int) {
            guard let path = UnitPath(codes.compactMap { UnitCode($0) }), let code = path.codes.last else { return }
            let details = UnitDetails(code: code, name: name, tier: tier, kind: kind, order: Int32(order))
            units.append(NewUnit(under: UnitPath(path.codes.dropLast()), details))
            paths.append(path)
        }
        add(["cn"], "国家示范部", tier: 1, kind: .local, order: 0)
        let provinces = DemoNames.provinces.prefix(unitCount - 1)
        for (index, province) in provinces.enumerated() {
            add(["cn", province.code], province.name + "示范厅", tier: 2, kind: .local, order: index + 1)
        }
        var taken: Set<String> = []
        for index in 0..<(unitCount - 1 - provinces.count) {
            let province = provinces[index % provinces.count]
            let number = index / provinces.count + 1
            let code = province.code + (number < 10 ? "0\(number)" : "\(number)")
            var place = names.place()
            // Places are few: a second one of a name is told from the first by its province.
            if !taken.insert(place).inserted { place = province.name.prefix(2) + place }
            add(["cn", province.code, code], place + "市示范局", tier: 3, kind: .local, order: number)
        }
        self.units = units
        self.paths = paths
        self.accountCount = accountCount
        self.seed = seed
    }

    /// Of the accounts, the first of which may open rooms.
    var loginNames: [LoginName] { (1...max(1, self.accountCount)).prefix(self.accountCount).compactMap(Self.loginName) }

    /// Accounts without passwords: they sign in by tokens.
    func accounts(in tree: OrgTree) throws(DirectoryRefusal) -> [NewAccount] {
        var names = DemoNames(seed: self.seed ^ 0x5EED)
        var accounts: [NewAccount] = []
        accounts.reserveCapacity(self.accountCount)
        let units = self.paths.map { tree.unit(at: $0)?.id }
        for (index, name) in self.loginNames.enumerated() {
            guard let unit = units[index % units.count] else { throw .unknownUnit }
            let rank = index / units.count
            let number = String(index + 1)
            let details = AccountDetails(
                name: name,
                employeeNumber: EmployeeNumber("D" + String(repeating: "0", count: 7 - number.count) + number),
                displayName: names.person(),
                title: Self.title(ofRank: rank),
                rank: Int32(rank + 1),
                unit: unit
            )
            // Somebody must be able to open rooms: the first, who is in the topmost unit.
            accounts.append(NewAccount(details, roles: index == 0 ? [.meetingOrganizer, .meetingOperator] : []))
        }
        return accounts
    }

    private static func loginName(_ number: Int) -> LoginName? {
        let digits = String(number)
        return LoginName("demo-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits)
    }

    private static func title(ofRank rank: Int) -> String {
        switch rank {
        case 0: "主要负责人"
        case 1...2: "副职负责人"
        case 3...6: "处室负责人"
        default: "工作人员"
        }
    }
}
