// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One message of a server, as a client reads it.
public enum ServerMessage: Hashable, Sendable {
    /// The result is decoded as what the request asks for: `try result.decoded(as: JoinRoomResult.self)`.
    case response(RequestID, result: OpaqueJSON)
    /// Without id: the answer to what was no request.
    case error(RequestID?, RemoteError)
    case push(ReceivedPush)

    /// Reads the text of one frame: a message, or several of them in an array.
    ///
    /// - Throws: ``JSONFault`` when the frame is not acceptable JSON or a message in it is none of JSON-RPC 2.0.
    public static func decode(frame bytes: Span<UInt8>) throws(JSONFault) -> [ServerMessage] {
        // An array of messages that are nested as deeply as is allowed is nested once more.
        var reader = JSONReader(bytes, depthMax: WireLimits.depth + 1)
        let messages: [ServerMessage] =
            try reader.peek() == .array ? try reader.list() : [try ServerMessage(from: &reader)]
        try reader.end()
        return messages
    }

    /// Reads the text of one frame: a message, or several of them in an array.
    public static func decode(frame bytes: [UInt8]) throws(JSONFault) -> [ServerMessage] {
        try self.decode(frame: bytes.span)
    }
}

extension ServerMessage: JSONDecodable {
    public init(from reader: inout JSONReader) throws(JSONFault) {
        _ = try reader.peek()
        let start = reader.offset
        var version: String?
        var id: RequestID??
        var method: String?
        var params: OpaqueJSON?
        var result: OpaqueJSON?
        var error: RemoteError?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .jsonrpc: version = try reader.value()
            case .id: id = .some(try reader.valueOrNull())
            case .method: method = try reader.value()
            case .params: params = try reader.value()
            case .result: result = try reader.value()
            case .error: error = try reader.value()
            default: try reader.skip()
            }
        }
        guard version == "2.0" else { throw JSONFault(.invalidValue, at: start) }
        switch (method, result, error) {
        case (let method?, nil, nil):
            self = .push(ReceivedPush(method: method, params: params ?? .emptyObject))
        case (nil, let result?, nil):
            guard let id = try reader.required(id, .id) else { throw JSONFault(.invalidValue, at: start) }
            self = .response(id, result: result)
        case (nil, nil, let error?):
            self = .error(try reader.required(id, .id), error)
        default:
            throw JSONFault(.invalidValue, at: start)
        }
    }
}
