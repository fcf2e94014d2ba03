// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore

/// A unit of a bulk import.
public struct NewUnit: Sendable {
    /// Of the unit above, which may come earlier in the same import; nil for the root.
    public let parent: UnitPath?
    public let details: UnitDetails

    public init(under parent: UnitPath?, _ details: UnitDetails) {
        self.parent = parent
        self.details = details
    }
}
