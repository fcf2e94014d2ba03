// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a role may allow, within the subtree that it was granted for.
public enum Permission: CaseIterable, Sendable {
    /// Open rooms and chair them.
    case createRooms
    /// Be an operator (会控) of rooms that one joins.
    case operateRooms
    /// See all rooms, and end them from outside.
    case manageRooms
    /// Add, change, disable and import accounts.
    case manageAccounts
    /// Add, change and move units.
    case manageUnits
    /// Grant and revoke roles.
    case assignRoles
    /// Set passwords and end sessions of others.
    case resetPasswords
    /// Read and verify the audit log.
    case readAudit
    /// See and change how the server runs.
    case manageServer
}
