// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A person who can sign in.
public struct Account: Hashable, Sendable {
    public let id: AccountID
    public let details: AccountDetails
    public let isDisabled: Bool
    /// Raised to revoke every token issued before.
    public let tokenGeneration: UInt32

    public init(id: AccountID, details: AccountDetails, isDisabled: Bool, tokenGeneration: UInt32) {
        self.id = id
        self.details = details
        self.isDisabled = isDisabled
        self.tokenGeneration = tokenGeneration
    }
}
