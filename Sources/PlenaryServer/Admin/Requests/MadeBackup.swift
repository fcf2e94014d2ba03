// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Wire

/// A copy of the database that was made.
public struct MadeBackup: Sendable, Equatable {
    public let path: String
    public let bytes: Int64
}

extension MadeBackup: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("path", self.path)
            writer.member("bytes", self.bytes)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.path = try members.value("path")
        self.bytes = try members.value("bytes")
    }
}
