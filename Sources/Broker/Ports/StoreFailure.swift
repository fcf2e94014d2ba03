// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A failure of the store, told to hosts as a value.
public struct StoreFailure: Error, Sendable, Equatable {
    /// What was being done, as a phrase that follows "while".
    public let activity: String
    /// The store's own words, for the log.
    public let cause: String

    public init(while activity: String, cause: String) {
        self.activity = activity
        self.cause = cause
    }
}
