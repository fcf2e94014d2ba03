// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore

/// An account to be added.
public struct NewAccount: Sendable {
    public let details: AccountDetails
    /// An Argon2id hash as a PHC string; nil for an account that cannot sign in by password yet.
    public let passwordHash: String?
    /// Those that it holds in its own unit from the beginning.
    public let roles: [Role]

    public init(_ details: AccountDetails, passwordHash: String? = nil, roles: [Role] = []) {
        self.details = details
        self.passwordHash = passwordHash
        self.roles = roles
    }
}
