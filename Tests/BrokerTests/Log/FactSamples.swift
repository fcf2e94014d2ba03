// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore

/// At least one fact of each kind, written by hand so that values differ wherever they could be mixed up.
enum FactSamples {
    private static let who = Principal(.account, 17)
    private static let other = Principal(.terminal, UInt64.max)
    private static let session = SessionID(0x00C2_F5A8_1B3E_9D74)

    static let all: [Fact] =
        [
            .locked(by: who), .locked(by: nil), .unlocked(by: other), .ended(by: who), .ended(by: nil),
            .mutedAll(selfUnmute: true, by: who), .mutedAll(selfUnmute: false, by: nil), .unmutedAll(by: who),
            .muted(other, by: who), .unmuted(who, by: nil), .kicked(Principal(.site, 3), by: other),
            .promoted(who, name: "王伟", by: other), .demoted(other, name: "\"quoted\"\n", by: nil),
            .floorRequested(Principal(.guest, 0), name: ""), .floorGranted(who, name: "a", by: other),
            .floorDenied(who, by: other), .floorRevoked(other, by: who), .floorReleased(who),
            .chatPosted(from: who, name: "Chen", text: "早上好 \u{1F600}\u{0}\\"),
            .meshEntered(session, who, name: "Chen"),
            .meshLeft(session), .mediaMoved, .hidden(who, by: other), .shown(other, by: nil), .opened(info),
            .opened(otherInfo),
            .unitAdded(RosterUnit(id: UnitID(1301), parent: UnitID(13), name: "Shijiazhuang", order: -4)),
            .unitAdded(RosterUnit(id: UnitID(.max), parent: nil, name: "", order: .max)),
            .seated(seat), .seated(bareSeat), .seated(generationSeat),
            .tokenRotated(session, shown: digest(1), next: digest(2)),
            .selfUnmuted(other), .answered(CommandKey(principal: who, key: "k\u{1F511}"), receipt),
            .answered(CommandKey(principal: nil, key: "owner"), bareReceipt),
            .chatKept(
                ChatMessage(offset: 55, at: Timestamp(ms: 1_764_000_000_000), from: who, name: "Chen", text: "hi")
            ),
            .invited(
                Invitation(
                    number: InvitationNumber(.max),
                    unit: UnitID(1301),
                    expiresAt: Timestamp(ms: 1_764_086_400_000),
                    by: who,
                    key: "i\u{1F511}"
                )
            ),
            .invitationRevoked(InvitationNumber(2), by: other), .invitationRevoked(InvitationNumber(1), by: nil),
            .admitted(Principal(.guest, 77), to: UnitID(1301), by: who),
            .turnedAway(Principal(.guest, 78), by: other),
            .counted(RoomCounters(publicOffset: 61, seatings: 7_000, invitations: 65_535)),
        ] + Seat.Departure.allCases.map { .vacated(session, $0) }

    /// A number for each kind of fact: whoever adds one is stopped here until it has a sample above.
    static func kind(_ fact: Fact) -> Int {
        switch fact {
        case .locked: 0
        case .unlocked: 1
        case .ended: 2
        case .mutedAll: 3
        case .unmutedAll: 4
        case .muted: 5
        case .unmuted: 6
        case .kicked: 7
        case .promoted: 8
        case .demoted: 9
        case .floorRequested: 10
        case .floorGranted: 11
        case .floorDenied: 12
        case .floorRevoked: 13
        case .floorReleased: 14
        case .chatPosted: 15
        case .meshEntered: 16
        case .meshLeft: 17
        case .opened: 18
        case .unitAdded: 19
        case .seated: 20
        case .vacated: 21
        case .tokenRotated: 22
        case .selfUnmuted: 23
        case .answered: 24
        case .chatKept: 25
        case .counted: 26
        case .mediaMoved: 27
        case .hidden: 28
        case .shown: 29
        case .invited: 30
        case .invitationRevoked: 31
        case .admitted: 32
        case .turnedAway: 33
        }
    }

    /// How many kinds ``kind(_:)`` tells apart.
    static let kindsCount = 34

    static let info = RoomInfo(
        room: Sample.room,
        title: "Flood \"control\"",
        chair: who,
        participantsMax: 500,
        sessionPolicy: .replace,
        media: .mesh(limit: 4),
        createdAt: Timestamp(ms: 1_764_000_000_000)
    )
    private static let otherInfo = RoomInfo(
        room: Sample.roomID(999_999_999),
        title: "防汛",
        chair: other,
        participantsMax: 1,
        sessionPolicy: .allow,
        media: .mesh(limit: 0),
        createdAt: Timestamp(ms: 0)
    )
    static let seat = Seat(
        session: session,
        profile: Profile(
            principal: who,
            name: "王伟",
            title: "Director",
            rank: -2,
            nameKey: [0, 119, 255],
            searchKeys: SearchKeys(pinyin: "wangwei", initials: "ww", phone: "0017")
        ),
        unit: UnitID(1301),
        people: 12,
        authority: .operator,
        wantsMedia: true,
        tokens: TokenChain(current: digest(3), previous: digest(4), older: [digest(5), digest(6)]),
        joinedAt: Timestamp(ms: 1_764_000_000_123),
        ordinal: 41
    )
    static let generationSeat: Seat = {
        var seat = Self.seat
        seat.generation = .max
        return seat
    }()
    private static let bareSeat = Seat(
        session: SessionID(0),
        profile: Profile(principal: other, name: ""),
        unit: UnitID(0),
        people: 1,
        authority: .none,
        wantsMedia: false,
        tokens: TokenChain(current: digest(0), previous: nil, older: [digest(9)]),
        joinedAt: Timestamp(ms: 0),
        ordinal: 0
    )
    private static let receipt = Receipt(
        applied: 3,
        pending: 2,
        refused: refusals.enumerated().map { Receipt.Refused(principal: Principal(.account, UInt64($0)), reason: $1) },
        enforcement: .request,
        at: Timestamp(ms: 1_764_000_000_456),
        offset: 58
    )
    private static let bareReceipt = Receipt(
        applied: 0,
        pending: 0,
        refused: [],
        enforcement: .server,
        at: Timestamp(ms: 0),
        offset: 0
    )

    /// Every refusal that a receipt may name.
    static let refusals: [RoomRefusal] = [
        .unknownRoom, .roomExists, .roomEnded, .roomLocked, .roomFull(limit: 0), .kicked, .alreadyJoined, .notInRoom,
        .permissionDenied, .unknownParticipant, .floorQueueFull(limit: 0), .floorBusy(limit: 0), .floorNotRequested,
        .floorNotHeld, .unknownSession, .invitationExpired, .admissionPending,
        .unknownInvitation, .tooManyInvitations(limit: 0),
    ]

    static func digest(_ number: UInt64) -> TokenDigest { TokenDigest(high: .max - number, low: number) }
}
