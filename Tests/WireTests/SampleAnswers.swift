// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

/// What the response, push and error samples of the page say.
enum SampleAnswers {
    /// One response: how the server writes it, and how a client checks what it read.
    struct Response {
        let bytes: [UInt8]
        let id: RequestID
        let isReadBack: (OpaqueJSON) throws -> Bool

        init<Result: JSONEncodable & JSONDecodable & Equatable>(_ id: Int64, _ result: Result) {
            self.id = .number(id)
            self.bytes = ServerResponse(to: self.id, result).encoded()
            self.isReadBack = { try $0.decoded(as: Result.self) == result }
        }
    }

    static let room = SampleRequests.room
    static let session = SampleRequests.session
    static let otherSession = SampleRequests.otherSession
    static let at: Int64 = 1_764_000_000_000

    static func account(_ id: UInt64) -> WireParticipant { WireParticipant(.account, id) }

    static let wangWei = WireRosterEntry(
        participant: account(20),
        name: "王伟",
        title: "Director",
        people: 1,
        role: .attendee,
        hasHandUp: true,
        isMuted: false,
        microphone: .on,
        camera: .off,
        sessions: [session],
        isOnline: true
    )

    static func http() -> [String: any JSONEncodable] {
        [
            "auth/token": AccessTokenAnswer(
                accessToken: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
                expiresAt: self.at + 900_000,
                participant: self.account(17)
            ),
            "auth/guest": GuestTokenAnswer(
                accessToken: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln",
                expiresAt: self.at + 86_400_000,
                participant: WireParticipant(.guest, 77),
                room: self.room
            ),
            "me": ProfileAnswer(
                account: self.account(17),
                name: "wangwei",
                displayName: "王伟",
                unit: ["Ministry", "Hebei", "Shijiazhuang"],
                mayCreateRooms: true
            ),
            "rooms": RoomListAnswer(
                rooms: [
                    .init(
                        room: self.room,
                        title: "Flood control",
                        link: self.room.link(under: "https://meet.example"),
                        createdAt: self.at
                    )
                ],
                mayCreate: true
            ),
            "problem": ProblemAnswer(WireError(.rateLimited, retryAfterMs: 500), status: 429),
        ]
    }

    static func errors() -> [String: ErrorResponse] {
        [
            "room_locked": ErrorResponse(to: .number(9), WireError(.roomLocked)),
            "parse_error": ErrorResponse(to: nil, WireError(.parseError, details: "a member twice at byte 24")),
            "invalid_params": ErrorResponse(
                to: .number(8),
                WireError(.invalidParams, details: "participants[1]")
            ),
            "join_queued": ErrorResponse(
                to: .number(5),
                WireError(queued: JoinQueuePlace(position: 43, waitMs: 2_150))
            ),
            "admission_pending": ErrorResponse(
                to: .number(5),
                WireError(.admissionPending, retryAfterMs: 2_000)
            ),
            "rate_limited": ErrorResponse(to: .text("a-1"), WireError(.rateLimited, retryAfterMs: 500)),
        ]
    }

    static func responses() throws -> [String: Response] {
        let reconnect = WireReconnect(slot: 0.25, spreadMs: 1_500)
        let session = [
            "session.ping": Response(7, PingResult(time: self.at)),
            "session.resume": Response(
                1,
                ResumeResult(
                    session: self.session,
                    participant: self.account(17),
                    room: self.room,
                    token: try SampleRequests.token(firstByte: 15),
                    role: .chair,
                    reconnect: reconnect,
                    watching: [.page(unit: 1_301, page: 1)]
                )
            ),
            "receipt": Response(
                12,
                ReceiptResult(
                    applied: 0,
                    pending: 2,
                    refused: [.init(participant: self.account(99), code: .unknownParticipant)],
                    enforcement: .request,
                    at: self.at,
                    offset: 58
                )
            ),
            "session.authenticate": Response(
                1,
                AuthenticateResult(
                    session: self.session,
                    participant: self.account(17),
                    name: "王伟",
                    unit: 1_301,
                    permissions: ["room.create"],
                    expiresAt: self.at + 900_000
                )
            ),
            "session.refresh": Response(2, RefreshResult(expiresAt: self.at + 1_800_000)),
            "empty": Response(8, EmptyResult()),
        ]
        return session.merging(try self.roomAndRoster(reconnect)) { one, _ in one }
            .merging(SampleGuests.responses()) { one, _ in one }
            .merging(SampleMedia.responses()) { one, _ in one }
    }

    private static func roomAndRoster(_ reconnect: WireReconnect) throws -> [String: Response] {
        [
            "room.create": Response(
                4,
                CreateRoomResult(room: self.room, link: "https://meet.example/r/428913577")
            ),
            "room.join": Response(
                5,
                JoinRoomResult(
                    room: self.room,
                    link: "https://meet.example/r/428913577",
                    session: self.session,
                    participant: self.account(17),
                    role: .chair,
                    path: [1, 13, 1_301],
                    media: .mesh,
                    token: try SampleRequests.token(firstByte: 0),
                    reconnect: reconnect
                )
            ),
            "room.info": Response(
                6,
                RoomInfoResult(
                    room: self.room,
                    link: "https://meet.example/r/428913577",
                    title: "Flood control",
                    state: .open,
                    isLocked: false,
                    participants: 42,
                    people: 55,
                    limit: 500
                )
            ),
            "roster.watch": Response(
                8,
                WatchResult(watching: [.page(unit: 1_301, page: 1), .unitSummary(unit: 13)])
            ),
            "roster.page": Response(8, WirePageState(unit: 1_301, page: 1, next: nil, entries: [self.wangWei])),
            "roster.search": Response(
                8,
                SearchResult(matches: [.init(unit: 1_301, entry: self.wangWei)], hasMore: false)
            ),
        ]
    }
}
