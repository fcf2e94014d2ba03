// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A role that an account holds at a unit and for everything below it.
public struct RoleAssignment: Hashable, Sendable {
    public let account: AccountID
    public let role: Role
    public let unit: OrgUnitID

    public init(account: AccountID, role: Role, unit: OrgUnitID) {
        self.account = account
        self.role = role
        self.unit = unit
    }
}
