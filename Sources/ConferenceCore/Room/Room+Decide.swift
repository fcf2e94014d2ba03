// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension Room {
    /// Answers `command` without changing anything.
    ///
    /// The facts, if any, become true when the host takes the decision in (``evolve(_:at:)-(Decision,_)``); nothing may
    /// come in between.
    ///
    /// - Throws: A refusal, in this order of precedence: the room, the actor's seat, the actor's role, the participant
    ///   named, the state of things. A command that repeats a key gets its first receipt before all of that.
    public func decide(_ command: Command, at: Timestamp) throws(RoomRefusal) -> Decision {
        switch command.action {
        case .open(let info):
            guard self.state.info == nil else { throw .roomExists }
            return Decision([.opened(info)], .opened)
        case .join(let request): return try self.decideJoin(request, at: at)
        case .resume(let session, let shown, let next):
            return try self.decideResume(session, shown: shown, next: next)
        case .leave: return try self.decideLeave(by: command.by)
        case .revoke(let session): return try self.decideRevoke(session, by: command.by)
        case .invite(let lifeMs): return try self.decideInvite(lifeMs, command, at: at)
        case .revokeInvitation(let number):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in
                try self.revokeInvitation(number, by)
            }
        case .admit(let admission):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.admit(admission, by) }
        case .requestFloor:
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.requestFloor(by) }
        case .releaseFloor:
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.releaseFloor(by) }
        case .grantFloor(let to):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.grantFloor(to, by) }
        case .denyFloor(let to):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.denyFloor(to, by) }
        case .revokeFloor(let of):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.revokeFloor(of, by) }
        case .lock:
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.lock(by) }
        case .unlock:
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.unlock(by) }
        case .muteAll(let selfUnmute):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in
                try self.muteAll(selfUnmute: selfUnmute, by)
            }
        case .unmuteAll:
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.unmuteAll(by) }
        case .mute(let targets):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.mute(targets, by) }
        case .unmute(let targets):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.unmute(targets, by) }
        case .hide(let targets):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.hide(targets, by) }
        case .show(let targets):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.show(targets, by) }
        case .kick(let target):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.kick(target, by) }
        case .promote(let target):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.promote(target, by) }
        case .demote(let target):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.demote(target, by) }
        case .end:
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.end(by) }
        case .chat(let text):
            return try self.receipt(for: command, at) { by throws(RoomRefusal) in try self.chat(text, by) }
        }
    }

    /// Turns what a command does into its receipt, once for each key.
    private func receipt(
        for command: Command,
        _ at: Timestamp,
        _ outcome: (Principal?) throws(RoomRefusal) -> Outcome
    ) throws(RoomRefusal) -> Decision {
        guard self.state.info != nil else { throw .unknownRoom }
        let key = command.commandKey
        if let key, let first = self.state.receipts[key] {
            #if PLENARY_PLANTED_BUGS
            if self.limits.planted != .keyIgnored { return Decision([], .receipt(first)) }
            #else
            return Decision([], .receipt(first))
            #endif
        }
        guard !self.state.isEnded else { throw .roomEnded }
        let done = try outcome(self.actor(command.by))
        let receipt = Receipt(
            applied: done.applied,
            pending: done.pending.count,
            refused: done.refused,
            enforcement: done.enforcement,
            at: at,
            offset: self.publicOffset + UInt64(done.facts.count { $0.isPublic })
        )
        var facts = done.facts
        if let key { facts.append(.answered(key, receipt)) }
        return Decision(facts, .receipt(receipt), order: Self.order(command, done))
    }

    /// Nil when nobody is waited for, or nobody could be told.
    private static func order(_ command: Command, _ outcome: Outcome) -> ProgressOrder? {
        guard !outcome.pending.isEmpty, let key = command.key else { return nil }
        switch command.by {
        case .system: return nil
        case .session(let session, of: _):
            return ProgressOrder(session: session, key: key, applied: outcome.applied, pending: Set(outcome.pending))
        }
    }

    /// Who acts: nil for the system, otherwise the principal of a seat.
    func actor(_ by: Command.Actor) throws(RoomRefusal) -> Principal? {
        switch by {
        case .system: return nil
        case .session(let session, let principal):
            guard self.state.seats[session]?.principal == principal else { throw .notInRoom }
            return principal
        }
    }

    func requireOpen() throws(RoomRefusal) -> RoomInfo {
        guard let info = self.state.info else { throw .unknownRoom }
        guard !self.state.isEnded else { throw .roomEnded }
        return info
    }
}

extension Command {
    /// Nil without an idempotency key.
    fileprivate var commandKey: CommandKey? {
        guard let key = self.key else { return nil }
        switch self.by {
        case .system: return CommandKey(principal: nil, key: key)
        case .session(_, of: let principal): return CommandKey(principal: principal, key: key)
        }
    }
}
