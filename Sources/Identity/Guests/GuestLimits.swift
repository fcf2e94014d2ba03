// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How long guests may stay and how often they may be wrong.
public struct GuestLimits: Sendable, Hashable {
    /// A guest's token counts so long, in whole seconds, and cannot be renewed.
    public var sessionLife: Duration = .seconds(86_400)
    /// Wrong PINs of one invitation from one address close it to that address, as wrong passwords close an account;
    /// last and generously, an address is slowed when very many invitations fail from it.
    ///
    /// More than of passwords: all guests of one invitation may share an address, and one who mistypes closes it to
    /// them all.
    public var fromAddress = {
        var limits = SignInLimiter.Limits()
        limits.failuresMax = 20
        return limits
    }()
    /// So many PINs of one invitation may be wrong within ``invitationWindow``, from anywhere; then it is slowed to
    /// that rate.
    public var invitationFailuresMax = 50
    public var invitationWindow: Duration = .seconds(900)

    public init() {}
}
