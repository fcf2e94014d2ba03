// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A failure of what Identity stands on: the cryptography library, memory, the data folder.
public struct IdentityFailure: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        /// OpenSSL did not do what it does on a sound machine; trying again does not help.
        case cryptography
        /// A password hash found no memory; may succeed later.
        case outOfMemory = "out of memory"
        /// What is stored is no Argon2 hash; only a new password mends it.
        case unreadableHash = "unreadable hash"
        /// A file of the data folder cannot be read or written; the cause says what to mend.
        case file
    }

    public let code: Code
    /// What was being done, as a phrase that follows "while".
    public let activity: String
    /// The library's or system's own words, for the log; never a secret.
    public let cause: String

    public init(_ code: Code, while activity: String, cause: String) {
        self.code = code
        self.activity = activity
        self.cause = cause
    }
}

extension IdentityFailure: CustomStringConvertible {
    public var description: String { "\(self.code.rawValue) while \(self.activity): \(self.cause)" }
}
