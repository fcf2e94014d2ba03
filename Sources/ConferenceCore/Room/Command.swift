// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a room is asked.
public struct Command: Hashable, Sendable {
    /// Who asks.
    public enum Actor: Hashable, Sendable {
        /// The server itself, or its owner on the command line: may do whatever needs no seat.
        case system
        /// A session. Its principal finds the receipts of commands sent again, even by a session whose seat is gone.
        case session(SessionID, of: Principal)
    }

    public enum Action: Hashable, Sendable {
        case open(RoomInfo)
        case join(JoinRequest)
        /// `next` replaces the token that was shown when it is good.
        case resume(SessionID, shown: TokenDigest, next: TokenDigest)
        case leave
        /// The session's account or access was revoked; for the system alone.
        case revoke(SessionID)
        /// Makes an invitation for guests of the asker's unit, good for so long.
        case invite(lifeMs: Int64)
        case revokeInvitation(InvitationNumber)
        case admit(Admission)
        case requestFloor
        /// Lowers the hand, or gives the floor back (RFC 8855 section 5.3.2).
        case releaseFloor
        /// From the queue, or to somebody who did not ask.
        case grantFloor(Principal)
        case denyFloor(Principal)
        case revokeFloor(Principal)
        case lock
        case unlock
        /// Holds for later comers too; `selfUnmute` says whether people may lift it for themselves.
        case muteAll(selfUnmute: Bool)
        /// Lifts every order to be silent, single ones included.
        case unmuteAll
        /// Holds for each until it is lifted.
        case mute([Principal])
        case unmute([Principal])
        /// Nothing of them is to be seen, until it is lifted for each.
        case hide([Principal])
        case show([Principal])
        case kick(Principal)
        case promote(Principal)
        case demote(Principal)
        case end
        case chat(String)
    }

    public let by: Actor
    /// The idempotency key, scoped by the actor's principal; `open`, `join`, `resume`, `leave` and `revoke` use none.
    public let key: String?
    public let action: Action

    public init(_ action: Action, by: Actor, key: String? = nil) {
        self.action = action
        self.by = by
        self.key = key
    }
}
