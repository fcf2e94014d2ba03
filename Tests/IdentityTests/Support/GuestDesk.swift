// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore
import Identity
import LoopRuntime
import Testing
import Wire

/// Guests' sign-in on a desk, and one invitation that is good for a day.
struct GuestDesk {
    let desk: SignInDesk
    let guests: GuestSignIn
    let card: InvitationCard
    let room: RoomID

    init(limits: GuestLimits = GuestLimits()) throws {
        self.desk = try SignInDesk()
        self.room = try #require(RoomID(428_913_577))
        self.guests = GuestSignIn(
            self.desk.pipeline,
            invitations: GuestInvitations(key: .make()),
            limits: limits
        )
        let end = ManualClock.start.advanced(byMs: 86_400_000)
        self.card = self.guests.invitations.card(of: InvitationNumber(3), in: self.room, until: end)
    }

    /// Another PIN than the invitation's.
    var wrongPIN: String { self.card.pin.revealed == "000000" ? "000001" : "000000" }

    /// - Parameters:
    ///   - code: Nil for that of the invitation.
    ///   - pin: Nil for that of the invitation.
    func signIn(
        _ name: String = "Zhao Li",
        code: String? = nil,
        pin: String? = nil,
        from address: String = "192.0.2.1"
    ) async -> Result<GuestToken, WireError> {
        let login = GuestLogin(
            code: code.map { SecretText($0) } ?? self.card.code,
            pin: pin.map { SecretText($0) } ?? self.card.pin,
            name: name,
            address: address
        )
        return await withCheckedContinuation { continuation in
            self.guests.signIn(login, on: self.desk.loop) { result in
                self.desk.loop.checkIsolated()
                continuation.resume(returning: result)
            }
        }
    }
}
