// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to a request that was carried out.
public struct ServerResponse<Result: JSONEncodable> {
    public let id: RequestID
    public let result: Result

    public init(to id: RequestID, _ result: Result) {
        self.id = id
        self.result = result
    }
}

extension ServerResponse: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.jsonrpc, "2.0")
            writer.member(.id, self.id)
            writer.member(.result, self.result)
        }
    }
}

extension ServerResponse: Sendable where Result: Sendable {}
