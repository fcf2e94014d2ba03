// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
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
        var subject = SubjectMembers()
        var id: String?
        var issuedAt: Timestamp?
        var expiresAt: Timestamp?
        var notBefore: Timestamp?
        let start = reader.offset
        try reader.beginObject()
        while let name = try reader.nextName() {
            switch reader.text(of: name) {
            case "iss": issuer = try reader.string()
            case "jti": id = try reader.string()
            case "iat": issuedAt = try Self.moment(&reader)
            case "exp": expiresAt = try Self.moment(&reader)
            case "nbf": notBefore = try Self.moment(&reader)
            case let other: if try !subject.take(other, &reader) { try reader.skip() }
            }
        }
        guard let issuer, let subject = subject.whole, let id, let issuedAt, let expiresAt else {
            throw JSONFault(.missingMember("iss, sub, gen, jti, iat or exp; or a guest's room, inv or name"), at: start)
        }
        let claims = AccessClaims(subject: subject, issuedAt: issuedAt, expiresAt: expiresAt, id: id)
        return TokenPayload(claims: claims, issuer: issuer, notBefore: notBefore)
    }

    /// A NumericDate (RFC 7519 section 2) in whole seconds, until the year 9999.
    private static func moment(_ reader: inout JSONReader) throws(JSONFault) -> Timestamp {
        let seconds: Int64 = try reader.integer(in: 0...253_402_300_799)
        return Timestamp(ms: seconds * 1_000)
    }
}

/// What says whose token it is, member by member.
private struct SubjectMembers {
    private enum Holder {
        case account(UInt64)
        case guest(UInt64)
    }

    private var holder: Holder?
    private var generation: UInt32?
    private var room: RoomID?
    private var invitation: InvitationNumber?
    private var name: String?

    /// Reads the value of a member that is one of these.
    ///
    /// - Returns: False for any other; then nothing has been read.
    mutating func take(_ member: String, _ reader: inout JSONReader) throws(JSONFault) -> Bool {
        switch member {
        case "sub": self.holder = try Self.holder(&reader)
        case "gen": self.generation = try reader.value()
        case "room":
            self.room = RoomID(try reader.value(WireRoom.self).number)
            guard self.room != nil else { throw JSONFault(.invalidValue, at: reader.offset) }
        case "inv": self.invitation = InvitationNumber(try reader.value())
        case "name": self.name = try reader.string()
        default: return false
        }
        return true
    }

    /// Nil while a member that such a subject needs is missing.
    var whole: AccessClaims.Subject? {
        switch self.holder {
        case .account(let account): self.generation.map { .account(account, generation: $0) }
        case .guest(let id):
            if let room, let invitation, let name {
                .guest(GuestClaims(id: id, pass: GuestPass(room: room, invitation: invitation), name: name))
            } else {
                nil
            }
        case nil: nil
        }
    }

    /// The number of an account alone, or a guest as `guest:77`.
    private static func holder(_ reader: inout JSONReader) throws(JSONFault) -> Holder {
        let text = try reader.string()
        if let account = UInt64(text) { return .account(account) }
        guard let guest = WireParticipant(text), guest.kind == .guest, GuestClaims.ids.contains(guest.id) else {
            throw JSONFault(.invalidValue, at: reader.offset)
        }
        return .guest(guest.id)
    }
}
