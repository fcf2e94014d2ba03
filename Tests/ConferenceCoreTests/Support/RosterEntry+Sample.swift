// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore

extension Principal {
    static func account(_ id: UInt64) -> Principal { Principal(.account, id) }
}

extension RosterEntry {
    /// A participant that sorts by `rank`, then by `id`.
    static func sample(_ id: UInt64, rank: Int32 = 0, people: Int32 = 1, name: String? = nil) -> RosterEntry {
        RosterEntry(
            principal: .account(id),
            name: name ?? "Person \(id)",
            title: "",
            rank: rank,
            nameKey: [UInt8(truncatingIfNeeded: id >> 8), UInt8(truncatingIfNeeded: id)],
            people: people,
            role: .attendee,
            sessions: [SessionID(id)],
            isOnline: true
        )
    }
}

extension RosterUnit {
    static func sample(_ id: UInt32, below parent: UInt32?, order: Int32 = 0) -> RosterUnit {
        RosterUnit(id: UnitID(id), parent: parent.map { UnitID($0) }, name: "Unit \(id)", order: order)
    }
}
