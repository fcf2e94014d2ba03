// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The answer to `media.servers`.
public struct ICEServersResult: Hashable, Sendable {
    public var servers: [WireICEServer]
    /// When the credentials end, UTC milliseconds; ask again before.
    public var expiresAt: Int64

    public init(servers: [WireICEServer], expiresAt: Int64) {
        self.servers = servers
        self.expiresAt = expiresAt
    }
}

extension ICEServersResult: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.servers, self.servers)
            writer.member(.expiresAt, self.expiresAt)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var servers: [WireICEServer]?
        var expiresAt: Int64?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .servers: servers = try reader.value()
            case .expiresAt: expiresAt = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            servers: try reader.required(servers, .servers),
            expiresAt: try reader.required(expiresAt, .expiresAt)
        )
    }
}
