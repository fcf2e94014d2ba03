// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import DirectoryCore
internal import SQLiteStore

/// Somebody in the organisation of `plenary init`.
struct DemoPerson {
    let name: String
    let displayName: String
    let title: String
    let rank: Int32
    let unit: String
    let roles: [Role]

    private init(
        _ name: String,
        _ displayName: String,
        _ title: String,
        rank: Int32 = 1,
        _ unit: String,
        _ roles: [Role] = []
    ) {
        self.name = name
        self.displayName = displayName
        self.title = title
        self.rank = rank
        self.unit = unit
        self.roles = roles
    }

    func details(in tree: OrgTree) throws(DirectoryRefusal) -> AccountDetails {
        guard let name = LoginName(self.name) else { throw .invalidName(limit: LoginName.lengths.upperBound) }
        guard let unit = UnitPath(self.unit).flatMap({ tree.unit(at: $0) }) else { throw .unknownUnit }
        return AccountDetails(
            name: name,
            displayName: self.displayName,
            title: self.title,
            rank: self.rank,
            unit: unit.id
        )
    }

    static let all: [DemoPerson] = [
        DemoPerson("chair", "王建国", "部长", "/cn", [.meetingOrganizer]),
        DemoPerson("deputy", "李文慧", "副部长", rank: 2, "/cn", [.meetingOrganizer]),
        DemoPerson("operator", "张志强", "会控员", rank: 10, "/cn", [.meetingOperator]),
        DemoPerson("sysadmin", "刘洋", "系统管理员", rank: 20, "/cn", [.systemAdministrator]),
        DemoPerson("secadmin", "陈静", "安全管理员", rank: 21, "/cn", [.securityAdministrator]),
        DemoPerson("auditor", "杨帆", "审计管理员", rank: 22, "/cn", [.auditAdministrator]),
        DemoPerson("office", "赵敏", "办公厅主任", "/cn/office", [.meetingOrganizer]),
        DemoPerson("center", "周明", "信息中心主任", "/cn/center"),
        DemoPerson("hebei", "吴秀兰", "河北省厅厅长", "/cn/13", [.meetingOrganizer]),
        DemoPerson("shijiazhuang", "郑海涛", "石家庄市局局长", "/cn/13/1301"),
        DemoPerson("nanjing", "孙丽华", "南京市局局长", "/cn/32/3201"),
        DemoPerson("zhengding", "马春生", "正定县局局长", "/cn/13/1301/130123"),
    ]

    /// Each after the one above it.
    static let units: [NewUnit] = [
        unit("/cn", "示范部", 1, .local, 0),
        unit("/cn/office", "办公厅", 1, .department, 1),
        unit("/cn/center", "信息中心", 1, .affiliated, 2),
        unit("/cn/13", "河北省示范厅", 2, .local, 13),
        unit("/cn/32", "江苏省示范厅", 2, .local, 32),
        unit("/cn/13/1301", "石家庄市示范局", 3, .local, 1),
        unit("/cn/13/1302", "唐山市示范局", 3, .local, 2),
        unit("/cn/32/3201", "南京市示范局", 3, .local, 1),
        unit("/cn/13/1301/130123", "正定县示范局", 4, .local, 1),
    ]

    private static func unit(_ text: String, _ name: String, _ tier: UInt8, _ kind: UnitKind, _ order: Int32) -> NewUnit
    {
        guard let path = UnitPath(text), let code = path.codes.last else {
            preconditionFailure("The paths of a demonstration are paths")
        }
        let details = UnitDetails(code: code, name: name, tier: tier, kind: kind, order: order)
        return NewUnit(under: UnitPath(Array(path.codes.dropLast())), details)
    }
}
