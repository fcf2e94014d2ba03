// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// An account as a line of an import file describes it; everything about it has been checked.
public struct ImportedAccount: Sendable, Equatable {
    public let line: Int
    public let details: AccountDetails

    public init(line: Int, details: AccountDetails) {
        self.line = line
        self.details = details
    }
}
