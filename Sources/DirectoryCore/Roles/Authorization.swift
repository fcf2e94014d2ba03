// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The one place that says who may do what, where.
public enum Authorization {
    /// Whether the holder of `assignments` has `permission` at the last unit of `unitPath`.
    ///
    /// - Parameters:
    ///   - unitPath: The unit and those above it, root first, as the tree is now; an empty path allows nothing.
    ///   - assignments: Of one account, as they are now; a disabled account's do not count, so pass none of it.
    public static func allows(
        _ permission: Permission,
        at unitPath: [OrgUnitID],
        _ assignments: some Sequence<RoleAssignment>
    ) -> Bool {
        assignments.contains { $0.role.permissions.contains(permission) && unitPath.contains($0.unit) }
    }
}
