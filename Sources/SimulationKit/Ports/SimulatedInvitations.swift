// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
internal import Wire

/// Cards that anybody could forge, told apart as real ones are.
public struct SimulatedInvitations: InvitationCodes {
    public init() {}

    public func card(of invitation: InvitationNumber, in room: RoomID, until expiresAt: Timestamp) -> InvitationCard {
        let text = "\(room.number)-\(invitation.rawValue)-\(expiresAt.ms / 1_000)-"
        let code = text + String(repeating: "x", count: max(0, 32 - text.utf8.count))
        let digits = String(invitation.rawValue)
        let pin = String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
        return InvitationCard(code: SecretText(code), pin: SecretText(pin))
    }
}
