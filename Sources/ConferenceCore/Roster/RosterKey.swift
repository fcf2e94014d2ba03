// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The place of an entry among the members of its unit.
///
/// No two entries of a room have equal keys, because the principal is part of it.
struct RosterKey: Hashable, Comparable, Sendable {
    let rank: Int32
    let nameKey: [UInt8]
    let principal: Principal

    static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.rank != rhs.rank { return lhs.rank < rhs.rank }
        if lhs.nameKey != rhs.nameKey { return lhs.nameKey.lexicographicallyPrecedes(rhs.nameKey) }
        return lhs.principal < rhs.principal
    }
}

extension RosterEntry {
    var key: RosterKey { RosterKey(rank: self.rank, nameKey: self.nameKey, principal: self.principal) }
}
