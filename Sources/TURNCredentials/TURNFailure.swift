// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why coturn's control interface could not be used.
public struct TURNFailure: Error, Sendable, Equatable {
    public enum Code: String, Sendable {
        /// Nobody answers there, or not in time; is tried again.
        case unreachable
        /// The password is another one; only a changed configuration mends it.
        case refused
        /// It answers, but not as coturn does.
        case unexpected = "unexpected answer"
    }

    public let code: Code
    /// What was being done, as a phrase that follows "while".
    public let activity: String
    /// The system's own words, for the log.
    public let cause: String

    public init(_ code: Code, while activity: String, cause: String) {
        self.code = code
        self.activity = activity
        self.cause = cause
    }
}

extension TURNFailure: CustomStringConvertible {
    public var description: String { "\(self.code.rawValue) while \(self.activity): \(self.cause)" }
}
