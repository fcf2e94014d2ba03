// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `session.refresh`.
public struct RefreshResult: Hashable, Sendable {
    /// When the session ends unless it is refreshed again, UTC milliseconds.
    public var expiresAt: Int64

    public init(expiresAt: Int64) {
        self.expiresAt = expiresAt
    }
}

extension RefreshResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.expiresAt, self.expiresAt)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var expiresAt: Int64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .expiresAt: expiresAt = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(expiresAt: try reader.required(expiresAt, .expiresAt))
    }
}
