// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker
public import ConferenceCore
public import Wire

/// Something worth a line in the log or a number in the metrics; none holds a secret.
public enum IdentityEvent: Sendable, Equatable {
    /// A right password; `isRehashed` when its hash was replaced by one with today's parameters.
    case passwordAccepted(account: UInt64, address: String, isRehashed: Bool)
    /// Unknown account, wrong password, or not allowed to sign in; the account where there is one.
    case passwordRefused(account: UInt64?, address: String)
    case guestSignedIn(room: RoomID, guest: UInt64, address: String)
    /// A wrong code, a wrong PIN, too many of them, an invitation that is over; the room where the code names one.
    case guestRefused(room: RoomID?, code: ErrorCode, address: String)
    /// An attempt was not looked at, because too many failed before; the address had to wait, or the account.
    case attemptSlowed(address: String, isByAddress: Bool)
    /// A spent refresh token was shown: somebody holds a copy, and every token of that sign-in is revoked.
    case refreshTokenReused(account: UInt64, address: String)
    /// Every token of the account that was issued before `generation` is refused from now on.
    case tokensRevoked(account: UInt64, generation: UInt32)
    /// The stored hash of the account cannot be read; nobody signs in with it.
    case hashUnreadable(account: UInt64)
    case storeFailing(StoreFailure)
    case failing(IdentityFailure)
}
