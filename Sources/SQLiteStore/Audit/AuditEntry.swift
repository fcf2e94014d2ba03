// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// One line of the audit log, chained to the one before.
public struct AuditEntry: Sendable, Equatable {
    /// From 1, without a gap.
    public let sequence: Int64
    public let at: Timestamp
    public let actor: String
    public let action: String
    public let target: String
    /// A JSON object of strings, members sorted by name.
    public let details: String
    /// The hash of the entry before; empty in the first.
    public let previousHash: [UInt8]
    public let hash: [UInt8]

    /// What `hash` is the digest of.
    ///
    /// The previous hash, sequence and time (8 bytes each, big-endian), then actor, action, target and details, all
    /// but the two numbers as their length (4 bytes, big-endian) and their bytes. Never changes: old entries must
    /// verify for ever.
    public var hashedBytes: [UInt8] {
        Self.hashedBytes(
            previousHash: self.previousHash,
            sequence: self.sequence,
            at: self.at,
            texts: [self.actor, self.action, self.target, self.details]
        )
    }

    static func hashedBytes(previousHash: [UInt8], sequence: Int64, at: Timestamp, texts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(UInt32(previousHash.count))
        bytes += previousHash
        bytes.appendBigEndian(UInt64(bitPattern: sequence))
        bytes.appendBigEndian(UInt64(bitPattern: at.ms))
        for text in texts {
            bytes.appendBigEndian(UInt32(text.utf8.count))
            bytes += text.utf8
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func appendBigEndian<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            self.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
