// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Port: the secrets of invitations, derived and never stored.
public protocol InvitationCodes: Sendable {
    /// The same arguments give the same card, on any node, after any restart.
    ///
    /// Called on a loop, so it does no more than microseconds of work.
    func card(of invitation: InvitationNumber, in room: RoomID, until expiresAt: Timestamp) -> InvitationCard
}
