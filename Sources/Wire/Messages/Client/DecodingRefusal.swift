// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why a message from a client is no request that can be carried out, and what to answer.
public struct DecodingRefusal: Error, Hashable, Sendable {
    public let error: WireError
    /// The request's id; nil (`null` in the answer) where the message was not even a request.
    public let id: RequestID?

    public init(_ error: WireError, id: RequestID?) {
        self.error = error
        self.id = id
    }

    /// Whether this counts against ``WireLimits/malformedInARow``.
    public var isMalformed: Bool { self.id == nil }

    /// The answer.
    public var response: ErrorResponse { ErrorResponse(to: self.id, self.error) }
}
