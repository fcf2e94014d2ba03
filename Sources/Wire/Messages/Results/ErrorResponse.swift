// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to a request that was refused, or to what was no request.
public struct ErrorResponse: Hashable, Sendable {
    /// Nil answers what was no request.
    public let id: RequestID?
    public let error: WireError

    public init(to id: RequestID?, _ error: WireError) {
        self.id = id
        self.error = error
    }
}

extension ErrorResponse: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.jsonrpc, "2.0")
            writer.nullableMember(.id, self.id)
            writer.member(.error, self.error)
        }
    }
}
