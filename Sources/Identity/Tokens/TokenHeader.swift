// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// The protected header of a token (RFC 7515 section 4).
struct TokenHeader: Equatable {
    static let algorithm = "ES256"
    static let type = "JWT"

    /// `alg`.
    let algorithm: String
    /// `kid`.
    let key: String?

    /// Refuses what is no header of ours; which algorithm it names is for the caller to look at.
    init(_ bytes: [UInt8]) throws(AccessTokenRefusal) {
        guard let header = try? JSONReader.read(bytes, Self.read) else { throw .malformed }
        self = header
    }

    private init(algorithm: String, key: String?) {
        self.algorithm = algorithm
        self.key = key
    }

    static func bytes(key: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("alg", Self.algorithm)
            writer.member("typ", Self.type)
            writer.member("kid", key)
        }
        return writer.bytes
    }

    private static func read(_ reader: inout JSONReader) throws(JSONFault) -> TokenHeader {
        var algorithm: String?
        var key: String?
        let start = reader.offset
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "alg": algorithm = try reader.string()
            case "kid": key = try reader.string()
            case "typ":
                let type = try reader.string()
                guard type == Self.type else { throw JSONFault(.invalidValue, at: reader.offset) }
            case "crit":
                // Names extensions that must be understood, and we understand none (RFC 7515 section 4.1.11).
                throw JSONFault(.invalidValue, at: reader.offset)
            default: try reader.skip()
            }
        }
        guard let algorithm else { throw JSONFault(.missingMember("alg"), at: start) }
        return TokenHeader(algorithm: algorithm, key: key)
    }
}
