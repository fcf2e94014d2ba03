// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import DirectoryCore
internal import SQLiteStore
internal import Wire

extension AdminService {
    /// Numbers tried before giving up; with a million rooms each is taken with a chance of one in nine hundred.
    private static let numbersTriedMax = 8

    func addRoom(_ new: AddRoom, by actor: AuditActor) async throws(ServerFailure) -> RoomRecord {
        let title = try Self.title(new.title)
        let policies: [String: RoomInfo.SessionPolicy] = ["replace": .replace, "refuse": .refuse, "allow": .allow]
        guard let policy = policies[new.policy] else {
            throw ServerFailure(.invalidInput, "\"\(new.policy.shown)\" is no policy: use replace, refuse or allow")
        }
        guard WireLimits.roomLimit.contains(new.limit) else {
            let (least, most) = (WireLimits.roomLimit.lowerBound, WireLimits.roomLimit.upperBound)
            throw ServerFailure(.invalidInput, "a room takes \(least) to \(most) participants, not \(new.limit)")
        }
        let chair = try await self.account(new.chair)
        guard !chair.isDisabled else {
            throw ServerFailure(.refused, "\(chair.details.name) is disabled and cannot chair a room")
        }
        let now = self.now
        let details = ["title": title, "limit": "\(new.limit)"]
        let room = try await self.withRooms { desk async throws(ServerFailure) in
            try await self.open(on: desk, details, by: actor) { number in
                RoomInfo(
                    room: number,
                    title: title,
                    chair: Principal(.account, chair.id.rawValue),
                    participantsMax: Int(new.limit),
                    sessionPolicy: policy,
                    createdAt: now
                )
            }
        }
        try await self.audit(AuditEvent("room.opened", "room:\(room.number)", details), by: actor)
        return RoomRecord(
            room: String(room.number),
            title: title,
            chair: chair.details.name.text,
            createdAtMs: now.ms,
            isEnded: false,
            link: self.link(of: room)
        )
    }

    /// Opens a room under a number that is free.
    ///
    /// Each attempt is audited before it is made, so that no room is there without a line about it after a crash.
    private func open(
        on desk: RoomDesk,
        _ details: [String: String],
        by actor: AuditActor,
        _ info: @Sendable (RoomID) -> RoomInfo
    ) async throws(ServerFailure) -> RoomID {
        for _ in 0..<Self.numbersTriedMax {
            guard let room = RoomID(UInt32.random(in: RoomID.range)) else { continue }
            let info = info(room)
            try await self.audit(AuditEvent("room.opening", "room:\(room.number)", details), by: actor)
            switch await desk.ask(room, { .create(info, $0) }) {
            case .created: return room
            case .numberTaken: continue
            case .refused(let error): throw Self.failure(error)
            default: throw ServerFailure(.internalFailure, "the room gave an answer to another question")
            }
        }
        throw ServerFailure(.internalFailure, "no free room number was found")
    }

    func closeRoom(_ request: CloseRoom, by actor: AuditActor) async throws(ServerFailure) -> ClosedRoom {
        let digits = request.room.filter { $0 != " " && $0 != "-" }
        guard digits.count == 9, let room = UInt32(digits).flatMap({ RoomID($0) }) else {
            throw ServerFailure(.invalidInput, "\"\(request.room.shown)\" is no room: its number has nine digits")
        }
        try await self.audit(AuditEvent("room.ending", "room:\(room.number)"), by: actor)
        let reply = try await self.withRooms { desk async throws(ServerFailure) in
            await desk.ask(room) { .command(Command(.end, by: .system), $0) }
        }
        switch reply {
        case .receipt(let receipt):
            try await self.audit(AuditEvent("room.ended", "room:\(room.number)"), by: actor)
            return ClosedRoom(room: String(room.number), participants: receipt.applied)
        case .refused(let error): throw Self.failure(error)
        default: throw ServerFailure(.internalFailure, "the room gave an answer to another question")
        }
    }

    func listRooms(_ request: ListRooms) async throws(ServerFailure) -> RoomList {
        let log = self.store.log
        return try await self.read { [self] directory throws(SQLiteStoreError) in
            var names: [UInt64: String] = [:]
            var rooms: [RoomRecord] = []
            let isEnded = request.isAll ? nil : Optional(false)
            for listing in try log.listings(isEnded: isEnded, limit: ListRooms.roomsMax) {
                let chair = listing.chair.id
                if names[chair] == nil {
                    names[chair] = try directory.account(AccountID(chair))?.details.name.text ?? String(chair)
                }
                rooms.append(
                    RoomRecord(
                        room: String(listing.room.number),
                        title: listing.title,
                        chair: names[chair] ?? "",
                        createdAtMs: listing.createdAt.ms,
                        isEnded: listing.isEnded,
                        link: self.link(of: listing.room)
                    )
                )
            }
            return RoomList(rooms: rooms)
        }
    }

    private func link(of room: RoomID) -> String {
        WireRoom(room.number).link(under: self.configuration.publicURL)
    }

    private static func title(_ typed: String) throws(ServerFailure) -> String {
        let scalars = typed.unicodeScalars
        var title = String(scalars.drop { $0.properties.isWhitespace })
        while let last = title.unicodeScalars.last, last.properties.isWhitespace { title.unicodeScalars.removeLast() }
        let isPlain = title.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isPlain, WireLimits.titleCharacters.contains(title.unicodeScalars.count) else {
            let (least, most) = (WireLimits.titleCharacters.lowerBound, WireLimits.titleCharacters.upperBound)
            throw ServerFailure(.invalidInput, "a title has \(least) to \(most) characters on one line")
        }
        return title
    }

    static func failure(_ error: WireError) -> ServerFailure {
        switch error.code {
        case .unknownRoom: ServerFailure(.unknownName, "there is no such room")
        case .roomEnded: ServerFailure(.refused, "the room is over already")
        case .outcomeUnknown:
            ServerFailure(
                .serverUnreachable,
                "the room did not answer; whether it was done is not known: look with `plenary room list`"
            )
        case .storeUnavailable, .overloaded: ServerFailure(.storeFailed, error.message)
        default: ServerFailure(.refused, error.message)
        }
    }
}
