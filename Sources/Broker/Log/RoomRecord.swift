// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// Looks into the records of a room's log, for tests and diagnosis; hosts read and write them on their own.
public enum RoomRecord {
    /// The facts of a record, in order, and when each was decided.
    ///
    /// - Throws: What is wrong with a record that this version cannot read.
    public static func facts(in record: [UInt8]) throws -> [(fact: Fact, at: Timestamp)] {
        try SlotRecord.decode(record).facts.map { ($0.fact, $0.at) }
    }

    /// The node whose host claims the room by this record; nil when it is no claim.
    public static func claimant(in record: [UInt8]) throws -> UInt16? { try SlotRecord.decode(record).claim }

    /// The record by which a host of `node` claims a room.
    public static func claim(by node: UInt16) -> [UInt8] { SlotRecord(claim: node, facts: []).encoded() }
}
