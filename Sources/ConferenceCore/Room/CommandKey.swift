// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Names one command of one principal, so that sending it again does not carry it out again.
public struct CommandKey: Hashable, Sendable {
    /// Nil for the system.
    public let principal: Principal?
    public let key: String

    public init(principal: Principal?, key: String) {
        self.principal = principal
        self.key = key
    }
}
