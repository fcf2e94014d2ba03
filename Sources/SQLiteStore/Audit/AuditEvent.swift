// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Something worth a line in the audit log.
public struct AuditEvent: Sendable, Equatable {
    /// What was done, as `thing.pastTense`, such as `account.disabled`.
    public let action: String
    /// To what, such as `account:17` or `unit:3`.
    public let target: String
    /// Never a secret, nor the hash of one.
    public let details: [String: String]

    public init(_ action: String, _ target: String, _ details: [String: String] = [:]) {
        self.action = action
        self.target = target
        self.details = details
    }
}
