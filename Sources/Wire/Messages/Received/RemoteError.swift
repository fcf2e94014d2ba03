// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer of a server to a request that was not carried out, as a client reads it.
///
/// The server may be newer than the client and know codes that the client does not.
public struct RemoteError: Error, Hashable, Sendable {
    /// The stable `data.code`.
    public let code: String
    /// The JSON-RPC integer.
    public let number: Int
    /// An English sentence that says what to do.
    public let message: String
    public let isRetryable: Bool
    public let retryAfterMs: UInt64?
    public let details: String?
    /// With `join_queued`: the place that is kept.
    public let queue: JoinQueuePlace?

    /// `code` where this version of the protocol has it.
    public var known: ErrorCode? { ErrorCode(rawValue: self.code) }
}

extension RemoteError {
    /// What a client gets when a server answers with `error`.
    public init(_ error: WireError) {
        self.code = error.code.rawValue
        self.number = error.code.number
        self.message = error.message
        self.isRetryable = error.code.isRetryable
        self.retryAfterMs = error.retryAfterMs
        self.details = error.details
        self.queue = error.queue
    }
}

extension RemoteError: JSONDecodable {
    private struct Data: JSONDecodable {
        let code: String
        let isRetryable: Bool
        let retryAfterMs: UInt64?
        let details: String?
        let queue: JoinQueuePlace?

        init(from reader: inout JSONReader) throws(JSONFault) {
            var code: String?
            var isRetryable: Bool?
            var retryAfterMs: UInt64?
            var details: String?
            var queue: JoinQueuePlace?
            try reader.beginObject()
            while let member = try reader.nextMember() {
                switch member {
                case .code: code = try reader.value()
                case .retryable: isRetryable = try reader.value()
                case .retryAfterMs: retryAfterMs = try reader.value()
                case .details: details = try reader.value()
                case .queue: queue = try reader.value()
                default: try reader.skip()
                }
            }
            self.code = try reader.required(code, .code)
            self.isRetryable = try reader.required(isRetryable, .retryable)
            self.retryAfterMs = retryAfterMs
            self.details = details
            self.queue = queue
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var number: Int?
        var message: String?
        var data: Data?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .code: number = try reader.value()
            case .message: message = try reader.value()
            case .data: data = try reader.value()
            default: try reader.skip()
            }
        }
        self.number = try reader.required(number, .code)
        self.message = try reader.required(message, .message)
        let known = try reader.required(data, .data)
        self.code = known.code
        self.isRetryable = known.isRetryable
        self.retryAfterMs = known.retryAfterMs
        self.details = known.details
        self.queue = known.queue
    }
}
