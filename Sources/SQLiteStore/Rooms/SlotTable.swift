// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import ConferenceCore
import Foundation
internal import GRDB

// Every function runs inside the caller's transaction. Statements are compiled once for each connection.

/// What the tables of rooms can be asked and told.
enum SlotTable {
    /// Bytes of a record beyond which something is wrong; SQLite itself stops at 1 GB and would fail the whole batch.
    static let recordBytesMax = 64 << 20

    /// Writes one slot unless it was written before.
    ///
    /// - Returns: `.failed` for a slot that would leave a gap: whoever asks has missed a failure.
    static func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        _ db: Database
    ) throws -> AppendOutcome {
        let next = try Self.newestSlot(of: room, db) + 1
        guard slot >= next else { return .taken(by: try Self.record(of: room, at: slot, db) ?? []) }
        guard slot == next else {
            let cause = "the next slot is \(next)"
            return .failed(StoreFailure(while: "writing slot \(slot) of room \(room.number)", cause: cause))
        }
        try db.cachedStatement(sql: "INSERT INTO room_slots (room, slot, record) VALUES (?, ?, ?)")
            .execute(arguments: [Int64(room.number), Int64(slot), Data(record)])
        if let listing { try Self.replace(listing, db) }
        return .durable
    }

    /// Keeps a snapshot newer than the one that is there, and lets go what `keepFrom` allows.
    static func save(_ record: [UInt8], of room: RoomID, upTo slot: Slot, keepFrom: Slot, _ db: Database) throws {
        // A snapshot of what is not written would hide the slots in between for ever.
        guard slot <= (try Self.newestSlot(of: room, db)) else { return }
        let arguments: StatementArguments = [Int64(room.number), Int64(slot), Data(record)]
        try db.cachedStatement(
            sql: """
                INSERT INTO room_snapshots (room, slot, record) VALUES (?1, ?2, ?3)
                ON CONFLICT (room) DO UPDATE SET slot = ?2, record = ?3 WHERE slot < ?2
                """
        ).execute(arguments: arguments)
        guard db.changesCount > 0 else { return }
        try db.cachedStatement(sql: "DELETE FROM room_slots WHERE room = ? AND slot < ? AND slot <= ?")
            .execute(arguments: [Int64(room.number), Int64(clamping: keepFrom), Int64(slot)])
    }

    /// All that a host needs; nil when nothing was ever written.
    static func load(_ room: RoomID, _ db: Database) throws -> LoggedRoom? {
        let number = Int64(room.number)
        let snapshot = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT slot, record FROM room_snapshots WHERE room = ?"),
            arguments: [number]
        ).map(Self.entry)
        let entries = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT slot, record FROM room_slots WHERE room = ? ORDER BY slot"),
            arguments: [number]
        ).map(Self.entry)
        guard snapshot != nil || !entries.isEmpty else { return nil }
        return LoggedRoom(snapshot: snapshot, entries: entries)
    }

    private static func entry(_ row: Row) -> LoggedRoom.Entry {
        let slot: Int64 = row[0]
        let record: Data = row[1]
        return LoggedRoom.Entry(slot: Slot(slot), record: [UInt8](record))
    }

    /// Zero for a room without a log.
    ///
    /// A snapshot may have let go every slot up to its own.
    private static func newestSlot(of room: RoomID, _ db: Database) throws -> Slot {
        let statement = try db.cachedStatement(
            sql: """
                SELECT coalesce(
                    (SELECT max(slot) FROM room_slots WHERE room = ?1),
                    (SELECT slot FROM room_snapshots WHERE room = ?1),
                    0
                )
                """
        )
        return Slot(try Int64.fetchOne(statement, arguments: [Int64(room.number)]) ?? 0)
    }

    private static func record(of room: RoomID, at slot: Slot, _ db: Database) throws -> [UInt8]? {
        let statement = try db.cachedStatement(sql: "SELECT record FROM room_slots WHERE room = ? AND slot = ?")
        return try Data.fetchOne(statement, arguments: [Int64(room.number), Int64(slot)]).map { [UInt8]($0) }
    }

    private static func replace(_ listing: RoomListing, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO rooms (room, title, chair_kind, chair_id, created_at, is_ended)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            Int64(listing.room.number), listing.title, Int64(listing.chair.kind.rawValue),
            Int64(bitPattern: listing.chair.id), listing.createdAt.ms, listing.isEnded,
        ])
    }
}
