// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What the directory knows of an account that wants to sign in.
public struct SignInRecord: Sendable, Equatable {
    public let account: UInt64
    /// The Argon2id hash as a PHC string; nil for an account that signs in by tokens alone.
    public let passwordHash: String?
    public let isDisabled: Bool
    /// Raised to revoke every token issued before; an access token names the one it was issued under.
    public let tokenGeneration: UInt32
    public let profile: Profile
    /// The primary unit and those above it, root first; never empty.
    public let unitPath: [RosterUnit]
    public let mayCreateRooms: Bool
    public let authority: Authority

    public init(
        account: UInt64,
        passwordHash: String?,
        isDisabled: Bool,
        tokenGeneration: UInt32,
        profile: Profile,
        unitPath: [RosterUnit],
        mayCreateRooms: Bool,
        authority: Authority
    ) {
        self.account = account
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
        self.tokenGeneration = tokenGeneration
        self.profile = profile
        self.unitPath = unitPath
        self.mayCreateRooms = mayCreateRooms
        self.authority = authority
    }
}

/// Port: accounts as sign-in needs them.
///
/// Every call blocks, so it is made on a worker thread and never on a loop.
public protocol AccountDirectory: Sendable {
    /// The account that signs in by `identifier`: an account name, an employee number or a phone number.
    func record(identifiedBy identifier: String) throws(StoreFailure) -> SignInRecord?

    func record(of account: UInt64) throws(StoreFailure) -> SignInRecord?

    /// Keeps a hash made with today's parameters in place of one made with older ones.
    func replacePasswordHash(of account: UInt64, with hash: String) throws(StoreFailure)
}
