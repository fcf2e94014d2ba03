// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Who is to be silent by order. An order against all holds for later comers too and excepts the chair, presenters,
// floor holders, and who was let off singly since it was given; the first three are the room's to know. An order
// against one holds whatever that one is, until it or everything is lifted: who is in `muted` follows from public facts
// alone, so that every client's list is right.

/// The orders to be silent that stand in a room.
public struct MuteOrders: Hashable, Sendable {
    /// An order against everybody.
    public struct General: Hashable, Sendable {
        /// Whether people may lift it for themselves.
        public let selfUnmute: Bool
    }

    public private(set) var general: General?
    /// Participants that are to be silent by orders of their own; grows by commands of chair and operators alone.
    public private(set) var muted: Set<Principal> = []
    /// Participants that chair or operators let off the order against all.
    public private(set) var unmuted: Set<Principal> = []
    /// Participants that let themselves off; forgotten when they leave.
    private(set) var selfUnmuted: Set<Principal> = []

    init() {}

    /// Whether an order binds `principal`; `isExempt` says that the order against all does not reach its role.
    func binds(_ principal: Principal, isExempt: Bool) -> Bool {
        if self.muted.contains(principal) { return true }
        return self.general != nil && !isExempt && !self.isLetOff(principal)
    }

    /// Whether `principal`, whom an order binds, may lift it for itself.
    func allowsSelfUnmute(_ principal: Principal) -> Bool {
        guard let general = self.general else { return false }
        return general.selfUnmute && !self.muted.contains(principal)
    }

    private func isLetOff(_ principal: Principal) -> Bool {
        self.unmuted.contains(principal) || self.selfUnmuted.contains(principal)
    }

    // What may happen; nil when it is so already.

    func muteAll(selfUnmute: Bool, by chair: Principal?) -> Fact? {
        let isSame = self.general == General(selfUnmute: selfUnmute)
        guard !isSame || !self.unmuted.isEmpty || !self.selfUnmuted.isEmpty else { return nil }
        return .mutedAll(selfUnmute: selfUnmute, by: chair)
    }

    func unmuteAll(by chair: Principal?) -> Fact? {
        self.general == nil && self.muted.isEmpty ? nil : .unmutedAll(by: chair)
    }

    func mute(_ principal: Principal, by chair: Principal?) -> Fact? {
        self.muted.contains(principal) ? nil : .muted(principal, by: chair)
    }

    func unmute(_ principal: Principal, isExempt: Bool, by chair: Principal?) -> Fact? {
        self.binds(principal, isExempt: isExempt) ? .unmuted(principal, by: chair) : nil
    }

    // What has happened.

    mutating func mutedAll(selfUnmute: Bool) {
        self.general = General(selfUnmute: selfUnmute)
        self.unmuted = []
        self.selfUnmuted = []
    }

    mutating func unmutedAll() {
        self = MuteOrders()
    }

    mutating func muted(_ principal: Principal) {
        self.unmuted.remove(principal)
        self.selfUnmuted.remove(principal)
        self.muted.insert(principal)
    }

    mutating func unmuted(_ principal: Principal) {
        self.muted.remove(principal)
        self.selfUnmuted.remove(principal)
        if self.general != nil { self.unmuted.insert(principal) }
    }

    mutating func selfUnmuted(_ principal: Principal) {
        guard self.general != nil else { return }
        self.selfUnmuted.insert(principal)
    }

    mutating func left(_ principal: Principal) {
        self.selfUnmuted.remove(principal)
    }
}
