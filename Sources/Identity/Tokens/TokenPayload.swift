// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// The claims of a token as they are read.
struct TokenPayload {
    let claims: AccessClaims
    /// `iss`.
    let issuer: String
    /// `nbf`, which we write not but respect.
    let notBefore: Timestamp?

    init(_ bytes: [UInt8]) throws(AccessTokenRefusal) {
        guard let payload = try? JSONReader.read(bytes, Self.read) else { throw .malformed }
        self = payload
    }

    private init(claims: AccessClaims, issuer: String, notBefore: Timestamp?) {
        self.claims = claims
        self.issuer = issuer
        self.notBefore = notBefore
    }

    private static func read(_ reader: inout JSONReader) throws(JSONFault) -> TokenPayload {
        var issuer: String?
        var account: UInt64?
        var generation: UInt32?
        var id: String?
        var issuedAt: Timestamp?
        var expiresAt: Timestamp?
        var notBefore: Timestamp?
        let start = reader.offset
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "iss": issuer = try reader.string()
            case "sub":
                account = UInt64(try reader.string())
                guard account != nil else { throw JSONFault(.invalidValue, at: reader.offset) }
            case "gen": generation = try reader.value()
            case "jti": id = try reader.string()
            case "iat": issuedAt = try Self.moment(&reader)
            case "exp": expiresAt = try Self.moment(&reader)
            case "nbf": notBefore = try Self.moment(&reader)
            default: try reader.skip()
            }
        }
        guard let issuer, let account, let generation, let id, let issuedAt, let expiresAt else {
            throw JSONFault(.missingMember("iss, sub, gen, jti, iat or exp"), at: start)
        }
        let claims = AccessClaims(
            account: account,
            generation: generation,
            issuedAt: issuedAt,
            expiresAt: expiresAt,
            id: id
        )
        return TokenPayload(claims: claims, issuer: issuer, notBefore: notBefore)
    }

    /// A NumericDate (RFC 7519 section 2) in whole seconds, until the year 9999.
    private static func moment(_ reader: inout JSONReader) throws(JSONFault) -> Timestamp {
        let seconds: Int64 = try reader.integer(in: 0...253_402_300_799)
        return Timestamp(ms: seconds * 1_000)
    }
}
