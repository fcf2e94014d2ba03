// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Wire

/// One fact as it stands in the log: `[name, time, values…]`.
///
/// Values are written and read by position; what stands behind the known ones was added by a later version and is
/// passed over.
struct LoggedFact: JSONEncodable {
    let stamped: SlotRecord.Stamped

    init(_ stamped: SlotRecord.Stamped) {
        self.stamped = stamped
    }

    func write(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.putFact(self.stamped.fact, at: self.stamped.at)
        }
    }

    init(from reader: inout JSONReader) throws(JSONFault) {
        try reader.beginArray()
        let start = reader.offset
        let name: String = try reader.nextValue()
        let at = Timestamp(ms: try reader.nextValue())
        var fact = try reader.publicFact(named: name)
        if fact == nil { fact = try reader.privateFact(named: name) }
        guard var fact else { throw JSONFault(.invalidValue, at: start) }
        var hasMore = try reader.nextElement()
        if hasMore, case .seated(var seat) = fact {
            seat.generation = try reader.valueOrNull()
            fact = .seated(seat)
            hasMore = try reader.nextElement()
        }
        if hasMore, case .counted(var counters) = fact {
            counters.invitations = try reader.integer(in: 0...UInt16.max)
            fact = .counted(counters)
            hasMore = try reader.nextElement()
        }
        while hasMore {
            try reader.skip()
            hasMore = try reader.nextElement()
        }
        self.stamped = SlotRecord.Stamped(fact: fact, at: at)
    }
}

// MARK: - Writing

/// Writes the values of facts into the array that is open.
extension JSONWriter {
    fileprivate mutating func putFact(_ fact: Fact, at: Timestamp) {
        self.element(fact.logName)
        self.element(at.ms)
        switch fact {
        case .locked(let by), .unlocked(let by), .ended(let by), .unmutedAll(let by): self.put(by)
        case .mutedAll(let selfUnmute, let by):
            self.put(by)
            self.element(selfUnmute)
        case .muted(let who, let by), .unmuted(let who, let by), .hidden(let who, let by), .shown(let who, let by),
            .kicked(let who, let by), .turnedAway(let who, let by),
            .floorDenied(let who, let by),
            .floorRevoked(let who, let by):
            self.put(who)
            self.put(by)
        case .promoted(let who, let name, let by), .demoted(let who, let name, let by),
            .floorGranted(let who, let name, let by):
            self.put(who)
            self.element(name)
            self.put(by)
        case .floorRequested(let who, let name):
            self.put(who)
            self.element(name)
        case .floorReleased(let who), .selfUnmuted(let who): self.put(who)
        case .chatPosted(let from, let name, let text):
            self.put(from)
            self.element(name)
            self.element(text)
        case .meshEntered(let session, let who, let name):
            self.element(session.wire)
            self.put(who)
            self.element(name)
        case .meshLeft(let session): self.element(session.wire)
        case .mediaMoved: break
        case .opened(let info): self.put(info)
        case .unitAdded(let unit): self.put(unit)
        case .seated(let seat): self.put(seat)
        case .vacated(let session, let departure):
            self.element(session.wire)
            self.element(Int64(departure.rawValue))
        case .tokenRotated(let session, let shown, let next):
            self.element(session.wire)
            self.put(shown)
            self.put(next)
        case .answered(let key, let receipt): self.put(key, receipt)
        case .chatKept(let message):
            self.element(message.offset)
            self.element(message.at.ms)
            self.put(message.from)
            self.element(message.name)
            self.element(message.text)
        case .invited(let invitation):
            self.element(UInt32(invitation.number.rawValue))
            self.element(invitation.unit.rawValue)
            self.element(invitation.expiresAt.ms)
            self.put(invitation.by)
            self.element(invitation.key)
        case .invitationRevoked(let number, let by):
            self.element(UInt32(number.rawValue))
            self.put(by)
        case .admitted(let who, let unit, let by):
            self.put(who)
            self.element(unit.rawValue)
            self.put(by)
        case .counted(let counters):
            self.element(counters.publicOffset)
            self.element(counters.seatings)
            self.element(UInt32(counters.invitations))
        }
    }

    private mutating func put(_ principal: Principal?) {
        if let principal { self.element(principal.wire) } else { self.element(JSONNull()) }
    }

    /// Sixteen hexadecimal digits, since a digest does not fit into a JSON integer.
    private mutating func put(_ digest: TokenDigest) {
        self.element(WireSession(digest.high))
        self.element(WireSession(digest.low))
    }

    private mutating func put(_ info: RoomInfo) {
        self.element(info.room.wire)
        self.element(info.title)
        self.put(info.chair)
        self.element(info.participantsMax)
        self.element(Int64(info.sessionPolicy.rawValue))
        switch info.media {
        case .mesh(let limit):
            self.element("mesh")
            self.element(limit)
        }
        self.element(info.createdAt.ms)
    }

    private mutating func put(_ unit: RosterUnit) {
        self.element(unit.id.rawValue)
        if let parent = unit.parent {
            self.element(parent.rawValue)
        } else {
            self.element(JSONNull())
        }
        self.element(unit.name)
        self.element(unit.order)
    }

    private mutating func put(_ seat: Seat) {
        self.element(seat.session.wire)
        self.put(seat.principal)
        self.element(seat.profile.name)
        self.element(seat.profile.title)
        self.element(seat.profile.rank)
        self.element(seat.profile.nameKey.map { Int32($0) })
        self.element([
            seat.profile.searchKeys.pinyin, seat.profile.searchKeys.initials, seat.profile.searchKeys.phone,
        ])
        self.element(seat.unit.rawValue)
        self.element(seat.people)
        self.element(Int64(seat.authority.rawValue))
        self.element(seat.wantsMedia)
        self.element(seat.joinedAt.ms)
        self.element(seat.ordinal)
        self.put(seat.tokens.current)
        let others = [seat.tokens.previous].compactMap { $0 } + seat.tokens.older
        self.element(seat.tokens.previous != nil)
        self.element(others.flatMap { [WireSession($0.high), WireSession($0.low)] })
        // Of a log from before there was one; a value that is added behind it must write null for it.
        if let generation = seat.generation { self.element(generation) }
    }

    private mutating func put(_ key: CommandKey, _ receipt: Receipt) {
        self.put(key.principal)
        self.element(key.key)
        self.element(receipt.applied)
        self.element(receipt.pending)
        self.element(Int64(receipt.enforcement.rawValue))
        self.element(receipt.at.ms)
        self.element(receipt.offset)
        self.element(receipt.refused.map { $0.principal.wire })
        self.element(receipt.refused.map { $0.reason.logName })
    }
}

/// `null` as an element.
private struct JSONNull: JSONEncodable {
    func write(to writer: inout JSONWriter) { writer.null() }
}

extension Fact {
    /// The fact's name in the log; never changed once written.
    fileprivate var logName: String {
        switch self {
        case .locked: "locked"
        case .unlocked: "unlocked"
        case .ended: "ended"
        case .mutedAll: "mutedAll"
        case .unmutedAll: "unmutedAll"
        case .muted: "muted"
        case .unmuted: "unmuted"
        case .hidden: "hidden"
        case .shown: "shown"
        case .kicked: "kicked"
        case .promoted: "promoted"
        case .demoted: "demoted"
        case .floorRequested: "floorRequested"
        case .floorGranted: "floorGranted"
        case .floorDenied: "floorDenied"
        case .floorRevoked: "floorRevoked"
        case .floorReleased: "floorReleased"
        case .chatPosted: "chatPosted"
        case .meshEntered: "meshEntered"
        case .meshLeft: "meshLeft"
        case .mediaMoved: "mediaMoved"
        case .opened: "opened"
        case .unitAdded: "unitAdded"
        case .seated: "seated"
        case .vacated: "vacated"
        case .tokenRotated: "tokenRotated"
        case .selfUnmuted: "selfUnmuted"
        case .answered: "answered"
        case .invited: "invited"
        case .invitationRevoked: "invitationRevoked"
        case .admitted: "admitted"
        case .turnedAway: "turnedAway"
        case .chatKept: "chatKept"
        case .counted: "counted"
        }
    }
}
