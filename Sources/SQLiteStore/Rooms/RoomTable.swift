// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
internal import GRDB

/// The listing of rooms, read for people.
enum RoomTable {
    static func listing(of room: RoomID, _ db: Database) throws -> RoomListing? {
        try Row.fetchOne(db, sql: "\(Self.select) WHERE room = ?", arguments: [Int64(room.number)])
            .flatMap(Self.listing)
    }

    /// Newest first.
    static func listings(isEnded: Bool?, titled part: String?, limit: Int, _ db: Database) throws -> [RoomListing] {
        let sql = """
            \(Self.select)
            WHERE (?1 IS NULL OR is_ended = ?1) AND (?2 IS NULL OR instr(lower(title), lower(?2)) > 0)
            ORDER BY created_at DESC, room DESC LIMIT ?3
            """
        return try Row.fetchAll(db, sql: sql, arguments: [isEnded, part, limit]).compactMap(Self.listing)
    }

    /// Newest first.
    static func openListings(chairedBy chair: Principal, limit: Int, _ db: Database) throws -> [RoomListing] {
        let statement = try db.cachedStatement(sql: Self.openOfChair)
        let arguments: StatementArguments = [Int64(chair.kind.rawValue), Int64(bitPattern: chair.id), limit]
        return try Row.fetchAll(statement, arguments: arguments).compactMap(Self.listing)
    }

    static let openOfChair = """
        \(Self.select)
        WHERE chair_kind = ? AND chair_id = ? AND is_ended = 0
        ORDER BY created_at DESC, room DESC LIMIT ?
        """

    private static let select = "SELECT room, title, chair_kind, chair_id, created_at, is_ended FROM rooms"

    /// Nil for a row that another program has put there.
    private static func listing(_ row: Row) -> RoomListing? {
        let (number, kind, id): (Int64, Int64, Int64) = (row[0], row[2], row[3])
        guard
            let room = UInt32(exactly: number).flatMap({ RoomID($0) }),
            let chairKind = UInt8(exactly: kind).flatMap({ Principal.Kind(rawValue: $0) })
        else { return nil }
        return RoomListing(
            room: room,
            title: row[1],
            chair: Principal(chairKind, UInt64(bitPattern: id)),
            createdAt: Timestamp(ms: row[4]),
            isEnded: row[5]
        )
    }
}
