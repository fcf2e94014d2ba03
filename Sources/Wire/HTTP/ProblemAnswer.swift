// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How HTTP says no: a problem document (RFC 9457) with the stable code of the error.
public struct ProblemAnswer: Hashable, Sendable {
    public var error: WireError
    /// The status of the answer.
    public var status: Int

    public init(_ error: WireError, status: Int) {
        self.error = error
        self.status = status
    }
}

extension ProblemAnswer: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", "about:blank")
            writer.member("title", self.error.message)
            writer.member("status", self.status)
            writer.member("code", self.error.code.rawValue)
            writer.member("retryable", self.error.code.isRetryable)
            if let retryAfterMs = self.error.retryAfterMs { writer.member("retryAfterMs", retryAfterMs) }
            if let details = self.error.details { writer.member("detail", details) }
        }
    }
}
