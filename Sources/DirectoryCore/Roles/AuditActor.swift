// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Who makes an administrative change, as the audit log names it.
public enum AuditActor: Hashable, Sendable, CustomStringConvertible {
    case account(AccountID)
    /// The command line on the server itself, used by this user of the operating system.
    case console(user: String)
    /// The server, of its own accord.
    case system

    public var description: String {
        switch self {
        case .account(let id): "account:\(id.rawValue)"
        case .console(let user): "console:\(user)"
        case .system: "system"
        }
    }
}
