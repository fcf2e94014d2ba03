// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// A STUN or TURN server, in the form of the browsers' `RTCIceServer`.
public struct WireICEServer: Hashable, Sendable {
    public var urls: [String]
    public var username: String
    public var credential: String

    public init(urls: [String], username: String, credential: String) {
        self.urls = urls
        self.username = username
        self.credential = credential
    }
}

extension WireICEServer: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.urls, self.urls)
            writer.member(.username, self.username)
            writer.member(.credential, self.credential)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var urls: [String]?
        var username: String?
        var credential: String?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .urls: urls = try reader.value()
            case .username: username = try reader.value()
            case .credential: credential = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            urls: try reader.required(urls, .urls),
            username: try reader.required(username, .username),
            credential: try reader.required(credential, .credential)
        )
    }
}
