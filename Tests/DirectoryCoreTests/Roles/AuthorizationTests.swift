// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

@testable import DirectoryCore

@Suite("Roles")
struct AuthorizationTests {
    private let path: [OrgUnitID] = [.test(1), .test(2), .test(3)]

    private func assignment(_ role: Role, _ unit: UInt32) -> RoleAssignment {
        RoleAssignment(account: AccountID(7), role: role, unit: .test(unit))
    }

    @Test("are valid at their unit and below, and nowhere else")
    func scope() {
        let held = [self.assignment(.meetingOperator, 2)]
        #expect(Authorization.allows(.operateRooms, at: self.path, held))
        #expect(Authorization.allows(.operateRooms, at: [.test(1), .test(2)], held))
        #expect(!Authorization.allows(.operateRooms, at: [.test(1)], held))
        #expect(!Authorization.allows(.operateRooms, at: [.test(1), .test(4)], held))
        #expect(!Authorization.allows(.operateRooms, at: [], held))
        #expect(!Authorization.allows(.manageAccounts, at: self.path, held))
        #expect(!Authorization.allows(.createRooms, at: self.path, [RoleAssignment]()))
    }

    @Test("of the three separated powers exclude each other, and nothing else", arguments: Role.allCases, Role.allCases)
    func separation(held: Role, asked: Role) {
        let excludes = held != asked && Role.separated.contains(held) && Role.separated.contains(asked)
        if excludes {
            #expect(throws: DirectoryRefusal.rolesExclude(held: held, asked: asked)) {
                try asked.checkSeparation(from: [.meetingOrganizer, held])
            }
        } else {
            #expect(throws: Never.self) { try asked.checkSeparation(from: [.meetingOrganizer, held]) }
        }
    }

    @Test("of the three separated powers share no permission, and together with the others give each of them")
    func permissions() {
        for role in Role.separated {
            for other in Role.separated where other != role {
                #expect(role.permissions.isDisjoint(with: other.permissions))
            }
        }
        let given = Role.allCases.reduce(into: Set<Permission>()) { $0.formUnion($1.permissions) }
        #expect(given == Set(Permission.allCases))
    }

    @Test("are found by the name they are written by", arguments: Role.allCases)
    func names(role: Role) {
        #expect(Role(name: role.name) == role)
    }
}
