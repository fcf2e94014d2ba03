// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to a request that was not carried out.
public struct WireError: Error, Hashable, Sendable {
    public let code: ErrorCode
    /// An English sentence that says what to do.
    public let message: String
    /// When the same request may succeed; only where the server knows.
    public let retryAfterMs: UInt64?
    /// What exactly is wrong, for programmers: the member that is missing, the byte that is no JSON.
    public let details: String?
    /// With ``ErrorCode/joinQueued``: the place that is kept.
    public let queue: JoinQueuePlace?

    /// - Parameter message: Nil for the usual sentence of `code`.
    public init(_ code: ErrorCode, message: String? = nil, retryAfterMs: UInt64? = nil, details: String? = nil) {
        self.code = code
        self.message = message ?? code.message
        self.retryAfterMs = retryAfterMs
        self.details = details
        self.queue = nil
    }

    /// A join that has to wait for its turn.
    public init(queued place: JoinQueuePlace) {
        self.code = .joinQueued
        self.message = self.code.message
        self.retryAfterMs = place.waitMs
        self.details = nil
        self.queue = place
    }
}

extension WireError: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.code, self.code.number)
            writer.member(.message, self.message)
            writer.member(.data) { writer in
                writer.object { writer in
                    writer.member(.code, self.code.rawValue)
                    writer.member(.retryable, self.code.isRetryable)
                    writer.optionalMember(.retryAfterMs, self.retryAfterMs)
                    writer.optionalMember(.details, self.details)
                    writer.optionalMember(.queue, self.queue)
                }
            }
        }
    }
}
