// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The guests of one room who wait for admission.
///
/// Nothing here is logged, and nobody in it is called: a guest asks again and again, also after a restart, and who has
/// not asked for ``lifeMs`` is gone. Costs O(1) for each that asks, and O(n) every five seconds.
public struct Lobby: Sendable {
    /// A guest who waits.
    public struct Guest: Hashable, Sendable {
        public let principal: Principal
        public let name: String
        public let invitation: InvitationNumber
        /// The unit of the invitation.
        public let unit: UnitID
        public let since: Timestamp
        /// The order of coming.
        let ordinal: UInt64
        var askedAt: Timestamp
    }

    /// A guest who has not asked for so long waits no more; several times what a guest is told to wait between.
    public static let lifeMs: Int64 = 15_000
    static let sweepIntervalMs: Int64 = 5_000

    /// Goes up whenever somebody comes or goes.
    public private(set) var version: UInt64 = 0
    private var guests: [Principal: Guest] = [:]
    private var comings: UInt64 = 0
    /// When those who have gone away are looked for; nil while nobody waits.
    private(set) var nextSweep: Timestamp?

    public var count: Int { self.guests.count }

    public func contains(_ principal: Principal) -> Bool { self.guests[principal] != nil }

    /// Longest waiting first; costs O(n log n).
    public var waiting: [Guest] { self.guests.values.sorted { $0.ordinal < $1.ordinal } }

    subscript(principal: Principal) -> Guest? { self.guests[principal] }

    /// A guest asks for admission, the first time or again; false when no more than `max` may wait.
    mutating func asked(_ profile: Profile, by invitation: Invitation, at now: Timestamp, max: Int) -> Bool {
        if self.guests[profile.principal] != nil {
            self.guests[profile.principal]?.askedAt = now
            return true
        }
        guard self.guests.count < max else { return false }
        self.guests[profile.principal] = Guest(
            principal: profile.principal,
            name: profile.name,
            invitation: invitation.number,
            unit: invitation.unit,
            since: now,
            ordinal: self.comings,
            askedAt: now
        )
        self.comings += 1
        self.version += 1
        if self.nextSweep == nil { self.nextSweep = now.advanced(byMs: Self.sweepIntervalMs) }
        return true
    }

    mutating func remove(_ principal: Principal) {
        guard self.guests.removeValue(forKey: principal) != nil else { return }
        self.changed()
    }

    mutating func removeAll(of invitation: InvitationNumber) {
        let before = self.guests.count
        self.guests = self.guests.filter { $0.value.invitation != invitation }
        if self.guests.count != before { self.changed() }
    }

    mutating func removeAll() {
        guard !self.guests.isEmpty else { return }
        self.guests = [:]
        self.changed()
    }

    /// Forgets who has gone away.
    mutating func sweep(at now: Timestamp) {
        guard let due = self.nextSweep, due <= now else { return }
        self.nextSweep = now.advanced(byMs: Self.sweepIntervalMs)
        let before = self.guests.count
        self.guests = self.guests.filter { now < $0.value.askedAt.advanced(byMs: Self.lifeMs) }
        if self.guests.count != before { self.changed() }
    }

    private mutating func changed() {
        self.version += 1
        if self.guests.isEmpty { self.nextSweep = nil }
    }
}
