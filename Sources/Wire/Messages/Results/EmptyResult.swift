// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to a request that has nothing to tell but that it was carried out: `{}`.
public struct EmptyResult: Hashable, Sendable {
    public init() {}
}

extension EmptyResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) { writer.object { _ in } }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginObject()
        while try reader.nextName() != nil { try reader.skip() }
    }
}
