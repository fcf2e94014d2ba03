// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime

/// Number of an entry in a room's log, from 1; each is written once.
public typealias Slot = UInt64

/// Port: the write-once log of each room (SQLite on one node, a JetStream subject per slot on many).
///
/// Every completion is called on `loop`, exactly once, after the call has returned.
public protocol SlotLog: Sendable {
    /// Reads a room; nil when its log is empty.
    func load(
        _ room: RoomID,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<LoggedRoom?, StoreFailure>) -> Void
    )

    /// Writes `record` to `slot` unless something stands there.
    ///
    /// - Parameter listing: When not nil, replaces what listings of rooms say, in the same transaction.
    func append(
        _ record: [UInt8],
        to room: RoomID,
        at slot: Slot,
        listing: RoomListing?,
        on loop: any EventLoop,
        completion: @escaping @Sendable (AppendOutcome) -> Void
    )

    /// Keeps a snapshot that stands for all entries up to `slot`.
    ///
    /// A failure loses nothing and is not told: the log still holds the entries.
    ///
    /// - Parameter keepFrom: Entries before this slot are not needed any more.
    func saveSnapshot(_ record: [UInt8], of room: RoomID, upTo slot: Slot, keepFrom: Slot)
}
