// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

extension ClientCall {
    /// How somebody signs in.
    public enum Authenticate: Hashable, Sendable {
        /// - identifier: An account name, an employee number or a phone number.
        case password(identifier: String, password: SecretText)
        case token(accessToken: SecretText)
    }

    /// Takes a session over on this connection.
    public struct Resume: Hashable, Sendable {
        public let token: ResumeToken
        public let room: WireRoom
        /// The last message of each stream that the client processed.
        public let streams: [StreamName: StreamPosition]

        public init(token: ResumeToken, room: WireRoom, streams: [StreamName: StreamPosition]) {
            self.token = token
            self.room = room
            self.streams = streams
        }
    }

    /// Renews the session with a newer access token.
    public struct Refresh: Hashable, Sendable {
        public let accessToken: SecretText

        public init(accessToken: SecretText) {
            self.accessToken = accessToken
        }
    }
}

extension ClientCall.Authenticate: JSONEncodable, JSONDecodable {
    private enum Method: String, JSONEncodable, JSONDecodable {
        case password
        case token
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .password(let identifier, let password):
                writer.member(.method, Method.password)
                writer.member(.identifier, identifier)
                writer.member(.password, password)
            case .token(let accessToken):
                writer.member(.method, Method.token)
                writer.member(.accessToken, accessToken)
            }
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var method: Method?
        var identifier: String?
        var password: SecretText?
        var accessToken: SecretText?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .method: method = try reader.value()
            case .identifier: identifier = try reader.string(characters: WireLimits.identifierCharacters)
            case .password: password = SecretText(try reader.string(bytes: WireLimits.passwordBytes))
            case .accessToken: accessToken = SecretText(try reader.string(bytes: WireLimits.accessTokenBytes))
            default: try reader.skip()
            }
        }
        switch try reader.required(method, .method) {
        case .password:
            self = .password(
                identifier: try reader.required(identifier, .identifier),
                password: try reader.required(password, .password)
            )
        case .token:
            self = .token(accessToken: try reader.required(accessToken, .accessToken))
        }
    }
}

extension ClientCall.Resume: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.token, self.token)
            writer.member(.room, self.room)
            writer.member(.streams) { writer in
                writer.object { writer in
                    let names = self.streams.keys.sorted { $0.order < $1.order }
                    for name in names { if let position = self.streams[name] { writer.member(name.text, position) } }
                }
            }
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var token: ResumeToken?
        var room: WireRoom?
        var streams: [StreamName: StreamPosition]?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .token: token = try reader.value()
            case .room: room = try reader.value()
            case .streams: streams = try Self.readStreams(from: &reader)
            default: try reader.skip()
            }
        }
        self.init(
            token: try reader.required(token, .token),
            room: try reader.required(room, .room),
            streams: try reader.required(streams, .streams)
        )
    }

    private static func readStreams(
        from reader: inout JSONReader
    ) throws(JSONFault) -> [StreamName: StreamPosition] {
        var streams: [StreamName: StreamPosition] = [:]
        try reader.beginObject()
        while let name = try reader.nextName() {
            guard let stream = reader.parse(name.token, as: StreamName.self),
                streams.count < WireLimits.resumedStreams
            else { throw JSONFault(.invalidValue, at: name.token.start) }
            streams[stream] = try reader.value()
        }
        return streams
    }
}

extension StreamName {
    /// Sorts streams as `session.resume` writes them.
    fileprivate var order: (Int, UInt32, UInt32) {
        switch self {
        case .room: (0, 0, 0)
        case .summary: (1, 0, 0)
        case .publications: (2, 0, 0)
        case .own: (3, 0, 0)
        case .unitSummary(let unit): (4, unit, 0)
        case .lobby: (5, 0, 0)
        case .page(let unit, let page): (6, unit, page)
        }
    }
}

extension ClientCall.Refresh: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member(.accessToken, self.accessToken) }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var accessToken: SecretText?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .accessToken: accessToken = SecretText(try reader.string(bytes: WireLimits.accessTokenBytes))
            default: try reader.skip()
            }
        }
        self.init(accessToken: try reader.required(accessToken, .accessToken))
    }
}
