// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One request of a client, as it arrives or leaves.
public struct ClientRequest: Hashable, Sendable {
    public let id: RequestID
    public let call: ClientCall

    public init(id: RequestID, call: ClientCall) {
        self.id = id
        self.call = call
    }

    /// Reads the text of one message.
    ///
    /// The members may stand in any order; those that the protocol does not know are passed over, at every level.
    public init(decoding bytes: Span<UInt8>) throws(DecodingRefusal) {
        var reader = JSONReader(bytes)
        if let request = try? ClientRequest(inOrder: &reader) {
            self = request
        } else {
            try self.init(inAnyOrder: bytes)
        }
    }

    /// Reads the text of one message.
    public init(decoding bytes: [UInt8]) throws(DecodingRefusal) {
        try self.init(decoding: bytes.span)
    }

    /// Reads a sound request whose method stands in front of its parameters, as nearly all do, in one go.
    private init(inOrder reader: inout JSONReader) throws(JSONFault) {
        var isVersion2 = false
        var id: RequestID?
        var method: ClientMethod?
        var call: ClientCall?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .jsonrpc: isVersion2 = try reader.isVersion2()
            case .id: id = try reader.value()
            case .method: method = try ClientMethod.read(from: &reader)
            case .params: call = try ClientCall(try reader.required(method, .method), from: &reader)
            default: try reader.skip()
            }
        }
        try reader.end()
        guard isVersion2 else { throw JSONFault(.invalidValue, at: 0) }
        self.init(id: try reader.required(id, .id), call: try reader.required(call, .params))
    }

    /// Reads any message, and finds out what exactly is wrong with one that is refused.
    private init(inAnyOrder bytes: Span<UInt8>) throws(DecodingRefusal) {
        let envelope = try Envelope(bytes)
        let id = try envelope.requestID(in: bytes)
        guard let method = try envelope.clientMethod(in: bytes) else {
            throw DecodingRefusal(WireError(.unknownMethod), id: id)
        }
        let empty = OpaqueJSON.emptyObject.bytes
        let params = if let range = envelope.params { bytes.extracting(range) } else { empty.span }
        do {
            var reader = JSONReader(verified: params)
            self.init(id: id, call: try ClientCall(method, from: &reader))
        } catch {
            let path = JSONReader.path(to: error, in: params)
            let details = path.isEmpty ? "params" : path
            throw DecodingRefusal(WireError(.invalidParams, details: details), id: id)
        }
    }
}

extension ClientRequest: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.jsonrpc, "2.0")
            writer.member(.id, self.id)
            writer.member(.method, self.call.method)
            writer.member(.params) { self.call.writeParams(to: &$0) }
        }
    }
}

/// Where the parts of a request are; the text as a whole has been found sound.
private struct Envelope {
    private var version: Range<Int>?
    private var id: Range<Int>?
    private var method: Range<Int>?
    private(set) var params: Range<Int>?

    /// Passes over the whole text, so that whatever is wrong with it is known before any part is looked at.
    init(_ bytes: Span<UInt8>) throws(DecodingRefusal) {
        do throws(JSONFault) {
            var reader = JSONReader(bytes)
            guard try reader.peek() == .object else {
                try reader.skip()
                try reader.end()
                throw JSONFault(.wrongType, at: 0)
            }
            try reader.beginObject()
            while let member = try reader.nextMember() {
                let value = try reader.skip()
                switch member {
                case .jsonrpc: self.version = value
                case .id: self.id = value
                case .method: self.method = value
                case .params: self.params = value
                default: break
                }
            }
            try reader.end()
        } catch {
            guard error.isMalformed else { throw DecodingRefusal(WireError(.invalidRequest), id: nil) }
            throw DecodingRefusal(WireError(.parseError, details: error.description), id: nil)
        }
    }

    /// The id, once everything that makes a request of an object is there.
    func requestID(in bytes: Span<UInt8>) throws(DecodingRefusal) -> RequestID {
        let version: String = try Self.read(self.version, "jsonrpc", in: bytes)
        guard version == "2.0" else { throw Self.refusal("jsonrpc") }
        return try Self.read(self.id, "id", in: bytes)
    }

    /// The method; nil for one that the protocol does not have.
    func clientMethod(in bytes: Span<UInt8>) throws(DecodingRefusal) -> ClientMethod? {
        guard let range = self.method else { throw Self.refusal("method") }
        var reader = JSONReader(verified: bytes.extracting(range))
        do {
            return try ClientMethod.read(from: &reader)
        } catch {
            throw Self.refusal("method")
        }
    }

    private static func read<Value: JSONDecodable>(
        _ range: Range<Int>?,
        _ name: String,
        in bytes: Span<UInt8>
    ) throws(DecodingRefusal) -> Value {
        guard let range else { throw self.refusal(name) }
        var reader = JSONReader(verified: bytes.extracting(range))
        do {
            return try Value(from: &reader)
        } catch {
            throw self.refusal(name)
        }
    }

    private static func refusal(_ name: String) -> DecodingRefusal {
        DecodingRefusal(WireError(.invalidRequest, details: name), id: nil)
    }
}
