// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

extension JSONReader {
    /// The next value of the array that is open, which must have one.
    mutating func nextValue<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws(JSONFault) -> Value {
        guard try self.nextElement() else { throw JSONFault(.invalidValue, at: self.offset) }
        return try self.value()
    }

    private mutating func nextValueOrNull<Value: JSONDecodable>(
        _ type: Value.Type = Value.self
    ) throws(JSONFault) -> Value? {
        guard try self.nextElement() else { throw JSONFault(.invalidValue, at: self.offset) }
        return try self.valueOrNull()
    }

    private mutating func nextPrincipal() throws(JSONFault) -> Principal {
        Principal(try self.nextValue(WireParticipant.self))
    }

    private mutating func nextActor() throws(JSONFault) -> Principal? {
        try self.nextValueOrNull(WireParticipant.self).map { Principal($0) }
    }

    private mutating func nextSession() throws(JSONFault) -> SessionID {
        SessionID(try self.nextValue(WireSession.self).rawValue)
    }

    private mutating func nextDigest() throws(JSONFault) -> TokenDigest {
        let high: WireSession = try self.nextValue()
        let low: WireSession = try self.nextValue()
        return TokenDigest(high: high.rawValue, low: low.rawValue)
    }

    /// The next value as a case of an enum that is logged by its number.
    private mutating func nextCase<Value: RawRepresentable>(
        _ type: Value.Type = Value.self
    ) throws(JSONFault) -> Value where Value.RawValue == UInt8 {
        let start = self.offset
        guard let raw = UInt8(exactly: try self.nextValue(Int64.self)), let value = Value(rawValue: raw) else {
            throw JSONFault(.invalidValue, at: start)
        }
        return value
    }

    /// Reads the values of a public fact; nil when `name` is none.
    mutating func publicFact(named name: String) throws(JSONFault) -> Fact? {
        switch name {
        case "locked": .locked(by: try self.nextActor())
        case "unlocked": .unlocked(by: try self.nextActor())
        case "ended": .ended(by: try self.nextActor())
        case "unmutedAll": .unmutedAll(by: try self.nextActor())
        case "mutedAll": try self.mutedAll()
        case "muted": .muted(try self.nextPrincipal(), by: try self.nextActor())
        case "unmuted": .unmuted(try self.nextPrincipal(), by: try self.nextActor())
        case "hidden": .hidden(try self.nextPrincipal(), by: try self.nextActor())
        case "shown": .shown(try self.nextPrincipal(), by: try self.nextActor())
        case "kicked": .kicked(try self.nextPrincipal(), by: try self.nextActor())
        case "floorDenied": .floorDenied(try self.nextPrincipal(), by: try self.nextActor())
        case "floorRevoked": .floorRevoked(try self.nextPrincipal(), by: try self.nextActor())
        case "promoted": .promoted(try self.nextPrincipal(), name: try self.nextValue(), by: try self.nextActor())
        case "demoted": .demoted(try self.nextPrincipal(), name: try self.nextValue(), by: try self.nextActor())
        case "floorGranted":
            .floorGranted(try self.nextPrincipal(), name: try self.nextValue(), by: try self.nextActor())
        case "floorRequested": .floorRequested(try self.nextPrincipal(), name: try self.nextValue())
        case "floorReleased": .floorReleased(try self.nextPrincipal())
        case "chatPosted":
            .chatPosted(from: try self.nextPrincipal(), name: try self.nextValue(), text: try self.nextValue())
        case "meshEntered":
            .meshEntered(try self.nextSession(), try self.nextPrincipal(), name: try self.nextValue())
        case "meshLeft": .meshLeft(try self.nextSession())
        case "mediaMoved": .mediaMoved
        default: nil
        }
    }

    /// Reads the values of a private fact; nil when `name` is none.
    mutating func privateFact(named name: String) throws(JSONFault) -> Fact? {
        switch name {
        case "opened": .opened(try self.roomInfo())
        case "unitAdded": .unitAdded(try self.unit())
        case "seated": .seated(try self.seat())
        case "vacated": .vacated(try self.nextSession(), try self.nextCase())
        case "tokenRotated":
            .tokenRotated(try self.nextSession(), shown: try self.nextDigest(), next: try self.nextDigest())
        case "selfUnmuted": .selfUnmuted(try self.nextPrincipal())
        case "answered": try self.answered()
        case "invited": .invited(try self.invitation())
        case "invitationRevoked": .invitationRevoked(try self.nextInvitationNumber(), by: try self.nextActor())
        case "admitted":
            .admitted(try self.nextPrincipal(), to: UnitID(try self.nextValue()), by: try self.nextActor())
        case "turnedAway": .turnedAway(try self.nextPrincipal(), by: try self.nextActor())
        case "chatKept": .chatKept(try self.chatMessage())
        case "counted":
            .counted(RoomCounters(publicOffset: try self.nextValue(), seatings: try self.nextValue()))
        default: nil
        }
    }

    private mutating func mutedAll() throws(JSONFault) -> Fact {
        let by = try self.nextActor()
        return .mutedAll(selfUnmute: try self.nextValue(), by: by)
    }

    private mutating func roomInfo() throws(JSONFault) -> RoomInfo {
        let start = self.offset
        guard let room = RoomID(try self.nextValue(WireRoom.self).number) else {
            throw JSONFault(.invalidValue, at: start)
        }
        let title: String = try self.nextValue()
        let chair = try self.nextPrincipal()
        let participantsMax: Int = try self.nextValue()
        let policy: RoomInfo.SessionPolicy = try self.nextCase()
        guard try self.nextValue(String.self) == "mesh" else { throw JSONFault(.invalidValue, at: self.offset) }
        return RoomInfo(
            room: room,
            title: title,
            chair: chair,
            participantsMax: participantsMax,
            sessionPolicy: policy,
            media: .mesh(limit: try self.nextValue()),
            createdAt: Timestamp(ms: try self.nextValue())
        )
    }

    private mutating func unit() throws(JSONFault) -> RosterUnit {
        let id = UnitID(try self.nextValue())
        let parent = try self.nextValueOrNull(UInt32.self).map { UnitID($0) }
        return RosterUnit(id: id, parent: parent, name: try self.nextValue(), order: try self.nextValue())
    }

    private mutating func seat() throws(JSONFault) -> Seat {
        let session = try self.nextSession()
        let profile = try self.profile()
        let unit = UnitID(try self.nextValue())
        let people: Int32 = try self.nextValue()
        let authority: Authority = try self.nextCase()
        let wantsMedia: Bool = try self.nextValue()
        let joinedAt = Timestamp(ms: try self.nextValue())
        let ordinal: UInt64 = try self.nextValue()
        return Seat(
            session: session,
            profile: profile,
            unit: unit,
            people: people,
            authority: authority,
            wantsMedia: wantsMedia,
            tokens: try self.tokens(),
            joinedAt: joinedAt,
            ordinal: ordinal
        )
    }

    private mutating func profile() throws(JSONFault) -> Profile {
        let principal = try self.nextPrincipal()
        let name: String = try self.nextValue()
        let title: String = try self.nextValue()
        let rank: Int32 = try self.nextValue()
        let nameKey = try self.nextValue([Int32].self).map { UInt8(truncatingIfNeeded: $0) }
        let start = self.offset
        let keys = try self.nextValue([String].self)
        guard keys.count == 3 else { throw JSONFault(.invalidValue, at: start) }
        return Profile(
            principal: principal,
            name: name,
            title: title,
            rank: rank,
            nameKey: nameKey,
            searchKeys: SearchKeys(pinyin: keys[0], initials: keys[1], phone: keys[2])
        )
    }

    private mutating func tokens() throws(JSONFault) -> TokenChain {
        let current = try self.nextDigest()
        let hasPrevious: Bool = try self.nextValue()
        let start = self.offset
        let halves = try self.nextValue([WireSession].self).map(\.rawValue)
        guard halves.count % 2 == 0, !hasPrevious || halves.count >= 2 else {
            throw JSONFault(.invalidValue, at: start)
        }
        var others = stride(from: 0, to: halves.count, by: 2).map { TokenDigest(high: halves[$0], low: halves[$0 + 1]) }
        let previous = hasPrevious ? others.removeFirst() : nil
        return TokenChain(current: current, previous: previous, older: others)
    }

    private mutating func answered() throws(JSONFault) -> Fact {
        let key = CommandKey(principal: try self.nextActor(), key: try self.nextValue())
        let applied: Int = try self.nextValue()
        let pending: Int = try self.nextValue()
        let enforcement: Receipt.Enforcement = try self.nextCase()
        let at = Timestamp(ms: try self.nextValue())
        let offset: UInt64 = try self.nextValue()
        let principals = try self.nextValue([WireParticipant].self).map { Principal($0) }
        let start = self.offset
        let reasons = try self.nextValue([String].self).compactMap { RoomRefusal(logName: $0) }
        guard reasons.count == principals.count else { throw JSONFault(.invalidValue, at: start) }
        let receipt = Receipt(
            applied: applied,
            pending: pending,
            refused: zip(principals, reasons).map { Receipt.Refused(principal: $0, reason: $1) },
            enforcement: enforcement,
            at: at,
            offset: offset
        )
        return .answered(key, receipt)
    }

    private mutating func invitation() throws(JSONFault) -> Invitation {
        Invitation(
            number: try self.nextInvitationNumber(),
            unit: UnitID(try self.nextValue()),
            expiresAt: Timestamp(ms: try self.nextValue()),
            by: try self.nextPrincipal(),
            key: try self.nextValue()
        )
    }

    private mutating func nextInvitationNumber() throws(JSONFault) -> InvitationNumber {
        guard try self.nextElement() else { throw JSONFault(.invalidValue, at: self.offset) }
        return InvitationNumber(try self.integer(in: 0...UInt16.max))
    }

    private mutating func chatMessage() throws(JSONFault) -> ChatMessage {
        let offset: UInt64 = try self.nextValue()
        let at = Timestamp(ms: try self.nextValue())
        let from = try self.nextPrincipal()
        return ChatMessage(offset: offset, at: at, from: from, name: try self.nextValue(), text: try self.nextValue())
    }
}
