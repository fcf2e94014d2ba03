// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A named set of permissions, granted at a unit and valid for its subtree.
public enum Role: UInt8, CaseIterable, Sendable {
    case systemAdministrator = 1
    case securityAdministrator = 2
    case auditAdministrator = 3
    case meetingOperator = 4
    case meetingOrganizer = 5

    /// Who runs the system, who guards access, and who watches both are three people (三员分立).
    public static let separated: Set<Role> = [.systemAdministrator, .securityAdministrator, .auditAdministrator]

    public var permissions: Set<Permission> {
        switch self {
        case .systemAdministrator: [.manageUnits, .manageAccounts, .manageServer]
        case .securityAdministrator: [.assignRoles, .resetPasswords]
        case .auditAdministrator: [.readAudit]
        case .meetingOperator: [.createRooms, .operateRooms, .manageRooms]
        case .meetingOrganizer: [.createRooms]
        }
    }

    /// Refuses `self` to an account that holds `held`, at whatever units, when one excludes the other.
    public func checkSeparation(from held: some Sequence<Role>) throws(DirectoryRefusal) {
        guard Self.separated.contains(self) else { return }
        for other in held where other != self && Self.separated.contains(other) {
            throw .rolesExclude(held: other, asked: self)
        }
    }

    /// As written in configuration, JSON and on the command line.
    public var name: String {
        switch self {
        case .systemAdministrator: "system-administrator"
        case .securityAdministrator: "security-administrator"
        case .auditAdministrator: "audit-administrator"
        case .meetingOperator: "meeting-operator"
        case .meetingOrganizer: "meeting-organizer"
        }
    }

    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }

    /// As people read it.
    public var title: BilingualText {
        switch self {
        case .systemAdministrator: BilingualText("system administrator", "系统管理员")
        case .securityAdministrator: BilingualText("security administrator", "安全管理员")
        case .auditAdministrator: BilingualText("audit administrator", "审计管理员")
        case .meetingOperator: BilingualText("meeting operator", "会控员")
        case .meetingOrganizer: BilingualText("meeting organizer", "会议组织者")
        }
    }
}
