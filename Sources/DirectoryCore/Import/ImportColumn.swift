// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A column of an import file.
public enum ImportColumn: CaseIterable, Sendable {
    case name
    case employeeNumber
    case phone
    case displayName
    case reading
    case unit
    case title
    case rank

    /// A file without one of these cannot be imported.
    public static let required: [ImportColumn] = [.name, .displayName, .unit]

    /// What the first line may call the column; case, spaces, hyphens and underscores do not count.
    public var headings: [String] {
        switch self {
        case .name: ["name", "账号", "帐号", "登录名", "用户名", "login", "loginname", "account", "username"]
        case .employeeNumber: ["employee", "工号", "员工编号", "employeenumber", "employeeno"]
        case .phone: ["phone", "手机", "手机号", "手机号码", "电话", "phonenumber", "mobile"]
        case .displayName: ["displayname", "姓名", "fullname"]
        case .reading: ["reading", "拼音", "读音", "pinyin"]
        case .unit: ["unit", "单位", "机构", "部门", "unitpath", "unitname", "单位路径"]
        case .title: ["title", "职务", "position"]
        case .rank: ["rank", "排序", "排序号", "order"]
        }
    }

    /// The column that `heading` names.
    public init?(heading: String) {
        let plain = heading.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" && $0 != "\u{FEFF}" }
        guard let column = Self.allCases.first(where: { $0.headings.contains(plain) }) else { return nil }
        self = column
    }

    /// As people read it.
    public var title: BilingualText {
        switch self {
        case .name: BilingualText("name", "账号")
        case .employeeNumber: BilingualText("employee", "工号")
        case .phone: BilingualText("phone", "手机")
        case .displayName: BilingualText("display name", "姓名")
        case .reading: BilingualText("reading", "拼音")
        case .unit: BilingualText("unit", "单位")
        case .title: BilingualText("title", "职务")
        case .rank: BilingualText("rank", "排序")
        }
    }
}
