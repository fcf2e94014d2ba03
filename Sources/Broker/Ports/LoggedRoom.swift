// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What the log holds of one room.
public struct LoggedRoom: Sendable, Equatable {
    /// One written slot.
    public struct Entry: Sendable, Equatable {
        public let slot: Slot
        public let record: [UInt8]

        public init(slot: Slot, record: [UInt8]) {
            self.slot = slot
            self.record = record
        }
    }

    /// The newest snapshot: everything up to and including its slot, in one record; nil when there is none.
    public var snapshot: Entry?
    /// Entries in order, without a gap up to the newest.
    ///
    /// The first may lie before the snapshot: those serve replay only.
    public var entries: [Entry]

    public init(snapshot: Entry?, entries: [Entry]) {
        self.snapshot = snapshot
        self.entries = entries
    }
}
